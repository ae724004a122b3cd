import { registryUrlOf } from '@noderr/oci';
import { INGEST_PATHS, ReleaseId } from '@noderr/protocol';
import { SettingsError, type SettingsSources } from '@noderr/settings';
import { existsSync } from 'node:fs';
import { askAgent } from '../control/control-client.ts';
import { controlSocketPath } from '../control/socket-path.ts';
import { openDiskReserve } from '../durable/disk-reserve.ts';
import { openStateFile } from '../durable/state-file.ts';
import { openIdentity } from '../identity/node-identity.ts';
import { readSettings, type Settings } from '../settings/read-settings.ts';
import { readerFor } from '../from-settings.ts';
import { stateFolderAt } from '../state-folder.ts';
import { dockerRuntimeFor } from './docker-runtime-for.ts';
import { errorText } from './error-text.ts';
import { type Finding } from './finding.ts';

const TIMEOUT_MS = 10_000;

/** Looks at everything that the agent needs; each thing apart, so that all faults show at once. */
export async function examine(sources: SettingsSources): Promise<Finding[]> {
  let settings: Settings;
  try {
    settings = readSettings(sources);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.faults.map((detail) => ({ what: 'settings', good: false, detail }));
  }
  const given = settings;
  return [
    { what: 'settings', good: true, detail: `${given.templates.length} service(s), tier ${given.nodeTier}` },
    await look('state folder', () => stateText(given)),
    await look('agent', () => agentText(given)),
    await look('docker', () => dockerText(given)),
    await look('registry', () => answerText(new URL('/v2/', registryUrlOf(given.dockerRegistry)))),
    await look('chain', () => chainText(given)),
    await look('hub', () =>
      given.hubUrl === undefined ? 'none is set' : answerText(new URL('/healthz', given.hubUrl)),
    ),
    await look('ingest', () =>
      given.ingestUrl === undefined ? 'none is set' : answerText(new URL(INGEST_PATHS.metrics, given.ingestUrl)),
    ),
  ];
}

async function look(what: string, at: () => string | Promise<string>): Promise<Finding> {
  try {
    return { what, good: true, detail: await at() };
  } catch (error) {
    return { what, good: false, detail: errorText(error) };
  }
}

function stateText({ stateDir }: Settings): string {
  const { keyFile, memoryFile, reserveFile } = stateFolderAt(stateDir);
  if (!existsSync(keyFile)) return `${stateDir}: empty, the node's key is made at the first start`;
  openIdentity(keyFile);
  const memory = openStateFile(memoryFile, openDiskReserve(reserveFile)).read();
  if (!memory) throw new Error(`${stateDir} has a key but no state: the agent will only observe`);
  return `node ${memory.nodeId}, ${memory.state.name}`;
}

async function agentText({ stateDir }: Settings): Promise<string> {
  const reply = await askAgent(controlSocketPath(stateDir), { do: 'status' });
  if (!reply.ok) throw new Error(reply.message);
  return `runs, ${reply.status.state}`;
}

async function dockerText(settings: Settings): Promise<string> {
  const runtime = dockerRuntimeFor(settings);
  await runtime.ping(AbortSignal.timeout(TIMEOUT_MS));
  return `answers, ${Math.round((await runtime.freeBytes()) / 1e9)} GB free`;
}

async function chainText(settings: Settings): Promise<string> {
  const reader = readerFor(settings, null, Date.now);
  const reading = await reader.readView(settings.nodeTier, ReleaseId.parse(0), AbortSignal.timeout(TIMEOUT_MS));
  const { agreeing, endpoints, needed } = reading.quorum;
  const quorum = `${agreeing} of ${endpoints.length} endpoints agree, ${needed} are needed`;
  if (reading.kind !== 'final') throw new Error(`${reading.code}: ${quorum}`);
  return `${quorum}; seq ${reading.view.directive.seq} at block ${reading.view.block.number}`;
}

/** Any answer shows that the way is open; a registry that wants a login answers 401. */
async function answerText(url: URL): Promise<string> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (response.status >= 500) throw new Error(`${url.host} answers ${response.status}`);
  return `${url.host} answers ${response.status}`;
}

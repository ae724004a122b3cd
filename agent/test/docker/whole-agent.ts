import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployment } from '@noderr/beacon';
import { type SigningKey } from '@noderr/oci';
import { type OutcomeEvent, type UpdateEvent } from '@noderr/protocol';
import { pino } from 'pino';
import { type Agent, startAgent } from '../../src/agent.ts';
import { dockerRuntimeFor } from '../../src/cli/docker-runtime-for.ts';
import { askAgent } from '../../src/control/control-client.ts';
import { type AgentStatus, type ControlRequest } from '../../src/control/schema.ts';
import { controlSocketPath } from '../../src/control/socket-path.ts';
import { openDiskReserve } from '../../src/durable/disk-reserve.ts';
import { openEventOutbox } from '../../src/hub/event-outbox.ts';
import { openIdentity } from '../../src/identity/node-identity.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { stateFolderAt } from '../../src/state-folder.ts';

/** For a broken machine, not a measure of speed; milliseconds. */
const NEVER_CAME_MS = 120_000;
const POLL_MS = 50;

export interface WholeAgentOptions {
  /** Everything of this node lies here. */
  folder: string;
  containerName: string;
  rpcUrl: string;
  deployment: Deployment;
  registryHost: string;
  dockerEndpoint: string;
  /** Pinned keys, all of which have to sign. */
  keys: readonly SigningKey[];
  /** For how long a new release must stay healthy; milliseconds, 500 unless told. */
  soakMs?: number;
}

/** The agent as `noderr-agent run` starts it, from settings in files, and what it says of itself. */
export interface WholeAgent {
  /** Waits until the status is as asked; fails with the agent's last words. */
  until(what: string, holds: (status: AgentStatus) => boolean): Promise<AgentStatus>;
  ask(request: ControlRequest): Promise<void>;
  /** All events, waiting for a hub that this node does not have. */
  events(): UpdateEvent[];
  /** How attempts towards a release ended, the oldest first. */
  outcomesOf(releaseId: number): OutcomeEvent[];
  /** A sample of /metrics, 0 where there is none yet. */
  metric(sample: string): Promise<number>;
  close(): Promise<void>;
}

export async function startWholeAgent(options: WholeAgentOptions): Promise<WholeAgent> {
  const stateDir = join(options.folder, 'state');
  const settings = readSettings({ configFile: writeSettings(options, stateDir), env: {} });
  const { keyFile, outbox, reserveFile } = stateFolderAt(stateDir);
  const said: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => said.push(line) });
  const agent: Agent = await startAgent(settings, { runtime: dockerRuntimeFor(settings), logger });
  const events = (): UpdateEvent[] =>
    openEventOutbox(outbox, openIdentity(keyFile), openDiskReserve(reserveFile))
      .pending(10_000)
      .map(({ event }) => event);

  return {
    async until(what, holds) {
      const end = performance.now() + NEVER_CAME_MS;
      for (;;) {
        const status = agent.status();
        if (holds(status)) return status;
        if (performance.now() > end) {
          throw new Error(`never came: ${what}\n${JSON.stringify(status)}\n${said.slice(-20).join('')}`);
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    async ask(request) {
      const reply = await askAgent(controlSocketPath(stateDir), request);
      if (!reply.ok) throw new Error(reply.message);
    },
    events,
    outcomesOf: (releaseId) =>
      events().filter((event): event is OutcomeEvent => event.kind === 'outcome' && event.to === releaseId),
    async metric(sample) {
      const { metricsUrl } = agent.status();
      const text = await (await fetch(metricsUrl ?? '')).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${sample} `));
      return Number(line?.slice(sample.length + 1) ?? 0);
    },
    close: () => agent.close(),
  };
}

/** Writes the settings and the files that they name; answers the path of the settings. */
function writeSettings(options: WholeAgentOptions, stateDir: string): string {
  const { folder, containerName, deployment, keys } = options;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const template = {
    service: 'oracle',
    containerName,
    stopTimeoutS: 5,
    mounts: [{ source: `${containerName}-data`, target: '/data', backup: true }],
    health: { http: [{ port: 8080, path: '/health' }] },
  };
  const settings = {
    versionBeaconAddress: deployment.beacon,
    rpcEndpoint: options.rpcUrl,
    chainId: deployment.chainId,
    deploymentFile: write('deployment.json', JSON.stringify(deployment)),
    checkInterval: 1_000,
    nodeTier: 'ALL',
    dockerRegistry: options.registryHost,
    dockerEndpoint: options.dockerEndpoint,
    rollbackTimeout: 20_000,
    soakMs: options.soakMs ?? 500,
    stateDir,
    templateFile: write('template.json', JSON.stringify([template])),
    trustedKeyFiles: keys.map((key, n) => write(`key-${n}.pem`, key.publicKeyPem)),
    signatureThreshold: keys.length,
    metricsPort: 0,
  };
  return write('agent.json', JSON.stringify(settings));
}

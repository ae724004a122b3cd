import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type StackKeys } from '../keys.ts';
import { mainOf, runCommand } from '../noderr-command.ts';
import { httpAnswers, startService, waitUntilReady, type ServiceProcess } from '../process/service-process.ts';
import { writeJson } from '../run/atomic-file.ts';
import { type RunFolder } from '../run/run-folder.ts';

export interface HubServiceOptions {
  run: RunFolder;
  port: number;
  chainUrl: string;
  chainId: number;
  beacon: string;
  deploymentFile: string;
  /** Root URL of Grafana or the workbench, which issues the ID tokens. */
  pagesUrl: string;
  keys: StackKeys;
  /** Where telemetry of nodes is taken in, and the stores that it goes to; null where none is taken. */
  ingest: { port: number; prometheus: string | null; loki: string | null } | null;
}

/** A secret of 256 bits. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');
const Token = z.object({ token: z.string() });

/** Writes the hub's settings and secrets; returns the settings file. */
export async function prepareHub(options: HubServiceOptions): Promise<string> {
  const { run, keys, ingest } = options;
  for (const name of ['read-secret', 'admin-secret', 'scrape-token', 'hub-webhook-secret'])
    run.secret(name, makeSecret);
  // The hub wants its keystore readable by nobody else, and by itself: a copy, so that the key's own file stays cold.
  const keystore = run.secretFile('operator-keystore');
  if (!existsSync(keystore)) copyFileSync(keys.keyFile('operator'), keystore);
  chmodSync(keystore, 0o400);
  const settingsFile = run.file('hub', 'settings.json');
  writeJson(settingsFile, {
    listenPort: options.port,
    databaseFile: run.file('hub', 'hub.sqlite'),
    chainId: options.chainId,
    versionBeaconAddress: options.beacon,
    rpcEndpoints: [options.chainUrl],
    deploymentFile: options.deploymentFile,
    chainIntervalMs: 1000,
    signerKeystoreFile: keystore,
    signerPasswordFile: keys.operatorPasswordFile,
    readSecretFiles: [run.secretFile('read-secret')],
    adminSecretFiles: [run.secretFile('admin-secret')],
    scrapeTokenFiles: [run.secretFile('scrape-token')],
    alertSecretFiles: [run.secretFile('hub-webhook-secret')],
    ...(ingest && { ingestPort: ingest.port }),
    ...(ingest?.prometheus && { prometheusUrl: `${ingest.prometheus}/api/v1/write` }),
    ...(ingest?.loki && { lokiUrl: `${ingest.loki}/loki/api/v1/push` }),
    grafanaUrl: options.pagesUrl,
  });
  await ensureReadToken(run, settingsFile);
  return settingsFile;
}

export async function startHubService(run: RunFolder, settingsFile: string, port: number): Promise<ServiceProcess> {
  const logFile = run.file('logs', 'hub.log');
  const service = await startService({
    name: 'hub',
    command: process.execPath,
    args: [mainOf('noderr-hub'), 'run', '--config', settingsFile],
    logFile,
  });
  await waitUntilReady(service, logFile, httpAnswers(`http://127.0.0.1:${port}/healthz`));
  return service;
}

/** Makes the read token that a publisher's commands use, once. */
export async function ensureReadToken(run: RunFolder, settingsFile: string): Promise<void> {
  const readToken = run.secretFile('hub-read-token');
  if (existsSync(readToken)) return;
  const printed = await runCommand('noderr-hub', ['token', 'create', '--read', '--config', settingsFile]);
  writeFileSync(readToken, Token.parse(printed).token, { mode: 0o400 });
}

/** A one-time join token in a file of its own. */
export async function writeJoinToken(settingsFile: string, tier: string, path: string): Promise<void> {
  const printed = await runCommand('noderr-hub', ['token', 'create', '--join', tier, '--config', settingsFile]);
  writeFileSync(path, Token.parse(printed).token, { mode: 0o400 });
}

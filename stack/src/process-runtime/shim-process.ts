import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RuntimeFault } from '@noderr/agent';
import { identify, isAlive, signal as signalProcess } from '../process/process-identity.ts';
import { SHIM_GO, shimBegins } from './container-record.ts';
import { type ContainerStore } from './container-store.ts';

const SHIM = fileURLToPath(new URL('shim.ts', import.meta.url));
const POLL_MS = 25;
/** Long, as a whole fleet may start at once on two cores; a shim that ends is told at once. */
const START_TIMEOUT_MS = 120_000;

/** Starts the shim of a container, which runs it; comes back once it runs or has ended. @throws RuntimeFault */
export async function startShim(containers: ContainerStore, id: string): Promise<void> {
  if (containers.isUp(id)) return;
  const folder = containers.folder(id);
  const log = openSync(join(folder, 'shim.log'), 'a');
  const shim = spawn(process.execPath, [SHIM, folder], { detached: true, stdio: ['pipe', log, log] });
  closeSync(log);
  // A shim that dies at once breaks the pipe; the loop below tells.
  shim.stdin?.on('error', () => undefined);
  await once(shim, 'spawn');
  shim.unref();
  const identity = shim.pid === undefined ? null : identify(shim.pid);
  if (identity) {
    // It runs nothing before it is told to, and is told only when whoever looks can see that it is about to.
    containers.saveStatus(id, shimBegins(identity));
    shim.stdin?.end(SHIM_GO);
  }
  const began = Date.now();
  for (;;) {
    const now = containers.status(id);
    if (now !== null && now.shim.pid === shim.pid && (now.child !== null || now.exitCode !== null)) return;
    if (identity === null || !isAlive(identity) || Date.now() - began > START_TIMEOUT_MS) {
      throw new RuntimeFault('start/create-failed', `the container ${id} did not start: see ${folder}/shim.log`);
    }
    await delay(POLL_MS);
  }
}

/** Ends a container and its shim: with SIGTERM, and with SIGKILL after `timeoutS` seconds. */
export async function stopShim(containers: ContainerStore, id: string, timeoutS: number): Promise<void> {
  const status = containers.status(id);
  if (status === null) return;
  const { shim } = status;
  // A shim that was killed leaves its child behind: then the child itself is asked to end.
  const orphan = isAlive(shim) ? null : status.child;
  signalProcess(orphan ?? shim, 'SIGTERM');
  const deadline = Date.now() + timeoutS * 1000;
  for (;;) {
    const child = containers.status(id)?.child ?? null;
    if (!isAlive(shim) && (child === null || !isAlive(child))) return;
    if (Date.now() >= deadline && child) signalProcess(child, 'SIGKILL');
    await delay(POLL_MS);
  }
}

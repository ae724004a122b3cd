import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

const POLL_MS = 50;

/** Runs `work` while no other process of this machine runs one under the same lock file. */
export async function withFileLock<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(identify(process.pid)), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isHolderGone(path)) rmSync(path, { force: true });
      else await delay(POLL_MS, undefined, { signal });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function isHolderGone(path: string): boolean {
  try {
    return !isAlive(JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity);
  } catch {
    // Not readable yet, or just released: look again.
    return false;
  }
}

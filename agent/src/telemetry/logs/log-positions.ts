import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type LogStart } from '../../runtime/container-runtime.ts';

/** A power cut may take as much from the spool: lines of that time are read again, as the same ones; milliseconds. */
const UNSYNCED_MS = 60_000;

const Positions = z.object({
  /** When logs were followed for the first time here, epoch milliseconds: nothing older is read. */
  sinceMs: z.int().nonnegative(),
  /** By container id. */
  after: z.record(z.string(), z.string()),
});

/**
 * How far the logs of the containers were read, over restarts of the agent. What was read is in the spool before its
 * position is written: an agent that is killed reads the lines of its last second again, and leaves none out.
 */
export class LogPositions {
  readonly #path: string;
  readonly #sinceMs: number;
  readonly #after: Map<string, string>;
  #changed = true;

  /** Without a file nothing older than now is read; with a damaged one, nothing that is much older than the file. */
  constructor(path: string, nowMs: number) {
    const { sinceMs, after } = read(path) ?? { sinceMs: Math.min(nowMs, writtenAtMs(path) ?? nowMs), after: {} };
    this.#path = path;
    this.#sinceMs = sinceMs;
    this.#after = new Map(Object.entries(after));
  }

  startOf(containerId: string): LogStart {
    const after = this.#after.get(containerId);
    return after === undefined ? { sinceMs: this.#sinceMs } : { after };
  }

  moved(containerId: string, position: string): void {
    this.#after.set(containerId, position);
    this.#changed = true;
  }

  /** Forgets containers that are gone. */
  keepOnly(containerIds: ReadonlySet<string>): void {
    for (const id of this.#after.keys()) {
      if (containerIds.has(id)) continue;
      this.#after.delete(id);
      this.#changed = true;
    }
  }

  /** Writes what has changed, whole or not at all. @throws the system's own error; it is tried again at the next call */
  save(): void {
    if (!this.#changed) return;
    const content = { sinceMs: this.#sinceMs, after: Object.fromEntries(this.#after) };
    writeFileSync(`${this.#path}.tmp`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${this.#path}.tmp`, this.#path);
    this.#changed = false;
  }
}

function read(path: string): z.infer<typeof Positions> | null {
  try {
    return Positions.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** When a file that holds no positions was written, or a minute before; null where there is none. */
function writtenAtMs(path: string): number | null {
  try {
    return Math.max(0, Math.floor(statSync(path).mtimeMs) - UNSYNCED_MS);
  } catch {
    return null;
  }
}

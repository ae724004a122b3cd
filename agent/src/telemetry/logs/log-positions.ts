import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { elapsedMs, Instant } from '../../clock.ts';
import { type LogStart } from '../../runtime/container-runtime.ts';

/** A power cut may take as much from the spool: lines of that time are read again, as the same ones; milliseconds. */
const UNSYNCED_MS = 60_000;

/** A line that is stamped further ahead of the host's clock was written before that was set back; milliseconds. */
export const AHEAD_MS = 2_000;
const NS_PER_MS = 1_000_000n;

/** The clock that Docker stamps lines with, not corrected, and the one that never jumps. */
export interface HostClock {
  /** Epoch milliseconds. */
  nowMs(): number;
  monotonic(): Instant;
}

const Positions = z.object({
  /** When logs were followed for the first time here, epoch milliseconds: nothing older is read. */
  sinceMs: z.int().nonnegative(),
  /** By container id. */
  after: z.record(z.string(), z.string().regex(/^\d+$/)),
  /** When all that had been written was read, but for what is still on its way. */
  readAt: Instant.optional(),
});

/**
 * How far the logs of the containers were read, over restarts of the agent. What was read is in the spool before its
 * position is written: an agent that is killed reads the lines of its last second again, and leaves none out.
 */
export class LogPositions {
  readonly #path: string;
  readonly #host: HostClock;
  readonly #sinceMs: number;
  readonly #after: Map<string, string>;
  #changed = true;

  #readAt: Instant | undefined;

  /** Without a file nothing older than now is read; with a damaged one, nothing that is much older than the file. */
  constructor(path: string, host: HostClock) {
    const nowMs = host.nowMs();
    const known = read(path) ?? { sinceMs: Math.min(nowMs, writtenAtMs(path) ?? nowMs), after: {} };
    this.#path = path;
    this.#host = host;
    this.#sinceMs = known.sinceMs;
    this.#after = new Map(Object.entries(known.after));
    this.#readAt = 'readAt' in known ? known.readAt : undefined;
  }

  startOf(containerId: string): LogStart {
    const after = this.#after.get(containerId);
    if (after === undefined) return { sinceMs: this.#sinceMs };
    // Docker would pass over all that is stamped before, which is whatever was written since the clock was set back.
    return this.#isAhead(after) ? { sinceMs: this.#unreadSinceMs() } : { after };
  }

  /** Whether a line comes a second time because its log is read again after the clock was set back. */
  hasRead(containerId: string, position: string): boolean {
    const after = this.#after.get(containerId);
    return after !== undefined && this.#isAhead(position) && BigInt(position) <= BigInt(after);
  }

  #isAhead(position: string): boolean {
    return Number(BigInt(position) / NS_PER_MS) > this.#host.nowMs() + AHEAD_MS;
  }

  /** By the clock as it goes now: since all was read, or since the host started. */
  #unreadSinceMs(): number {
    const now = this.#host.monotonic();
    const elapsed = (this.#readAt && elapsedMs(this.#readAt, now)) ?? now.ms;
    return Math.max(0, this.#host.nowMs() - elapsed - AHEAD_MS);
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
    // while a place lies ahead, what was written since may not have been read
    if (![...this.#after.values()].some((after) => this.#isAhead(after))) this.#readAt = this.#host.monotonic();
    if (!this.#changed) return;
    const content = { sinceMs: this.#sinceMs, after: Object.fromEntries(this.#after), readAt: this.#readAt };
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

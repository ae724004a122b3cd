import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Ms } from '@noderr/protocol';
import { type Clock, type Instant } from './clock.ts';

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';

/** The host's clocks; the wall clock is corrected by `correct` whenever the hub tells the time. */
export interface SystemClock extends Clock {
  /** Milliseconds to add to the host's wall clock. */
  offsetMs(): number;
  correct(offsetMs: number): void;
}

export function createSystemClock(bootId: string = readBootId()): SystemClock {
  let offset = 0;
  return {
    now: () => Ms.parse(Math.max(0, Date.now() + offset)),
    // hrtime is CLOCK_MONOTONIC: it goes on over a restart of this process and starts anew with the host
    monotonic: (): Instant => ({ boot: bootId, ms: Number(process.hrtime.bigint() / 1_000_000n) }),
    async sleep(ms, signal) {
      if (signal.aborted) return;
      try {
        await delay(ms, undefined, { signal });
      } catch (error) {
        if (!(error instanceof Error && error.name === 'AbortError')) throw error;
      }
    },
    offsetMs: () => offset,
    correct(offsetMs) {
      offset = Math.round(offsetMs);
    },
  };
}

function readBootId(): string {
  return readFileSync(BOOT_ID_FILE, 'utf8').trim();
}

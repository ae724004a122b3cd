import { setTimeout as delay } from 'node:timers/promises';
import { type SystemClock } from '../system-clock.ts';
import { FakeClock } from './fake-clock.ts';

/** Sleeps pass this many times faster. */
const FASTER = 1_000;

/** A clock whose hands the test moves, and whose sleeps are real but a thousand times shorter. */
export class BriskClock extends FakeClock implements SystemClock {
  #offset = 0;

  override async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await delay(ms / FASTER, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  offsetMs(): number {
    return this.#offset;
  }

  correct(offsetMs: number): void {
    this.#offset = offsetMs;
  }
}

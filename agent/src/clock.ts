import { type Ms } from '@noderr/protocol';
import { z } from 'zod';

/** A moment on the host's monotonic clock; comparable only within one boot of the host. */
export const Instant = z.object({ boot: z.string(), ms: z.int().nonnegative() });
export type Instant = z.infer<typeof Instant>;

/** The agent's clocks. `now` is corrected by the hub's Date header, `monotonic` never jumps. */
export interface Clock {
  now(): Ms;
  monotonic(): Instant;
  /** Resolves after `ms` or, without throwing, as soon as the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Milliseconds from `earlier` to `later`, null when the host rebooted in between. */
export function elapsedMs(earlier: Instant, later: Instant): number | null {
  return earlier.boot === later.boot ? Math.max(0, later.ms - earlier.ms) : null;
}

export function after(instant: Instant, ms: number): Instant {
  return { boot: instant.boot, ms: instant.ms + ms };
}

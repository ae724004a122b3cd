import { type Clock, elapsedMs, type Instant } from '../../clock.ts';

/** Wall and monotonic clock may part by this much between two looks; milliseconds. */
const JUMP_MS = 60_000;
/** The hub corrects the clock with every heartbeat; milliseconds. */
const SETTLES_AFTER_MS = 120_000;

/** Tells whether the wall clock can be trusted to say that something is too old. */
export interface ClockWatch {
  /** False for two minutes after a jump. */
  settled(): boolean;
}

export function createClockWatch(clock: Pick<Clock, 'now' | 'monotonic'>): ClockWatch {
  let last: { wall: number; mono: Instant } = { wall: clock.now(), mono: clock.monotonic() };
  let jumpedAt: Instant | null = null;
  return {
    settled() {
      const seen = { wall: clock.now(), mono: clock.monotonic() };
      const elapsed = elapsedMs(last.mono, seen.mono) ?? Number.POSITIVE_INFINITY;
      if (Math.abs(seen.wall - last.wall - elapsed) > JUMP_MS) jumpedAt = seen.mono;
      last = seen;
      if (jumpedAt === null) return true;
      if ((elapsedMs(jumpedAt, seen.mono) ?? 0) < SETTLES_AFTER_MS) return false;
      jumpedAt = null;
      return true;
    },
  };
}

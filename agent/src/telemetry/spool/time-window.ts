import { AHEAD_WINDOW_MS } from '@noderr/protocol';

/** For the way to the hub, and for clocks that differ by a little; milliseconds. */
const MARGIN_MS = 60_000;
/** A stamp that is further ahead will not come true within what is kept. */
const HOPELESS_MS = 86_400_000;

/**
 * What is to be done with a record of that time: `wait` = it is ahead of what the hub takes now, but will be taken
 * later; that is how the records of a clock that was wrong for a while are not lost.
 */
export type Fate = 'send' | 'wait' | 'expired' | 'ahead';

/** The clock by which records are judged. */
export interface SpoolTime {
  /** Corrected epoch milliseconds. */
  nowMs(): number;
  /** False after a jump of the clock: nothing is given up for its age then. */
  settled(): boolean;
}

export interface TimeWindow {
  nowMs: number;
  /** The oldest record that is taken; milliseconds of age. */
  windowMs: number;
  settled: boolean;
}

export function fateOf({ firstMs, lastMs }: { firstMs: number; lastMs: number }, window: TimeWindow): Fate {
  const { nowMs, windowMs, settled } = window;
  if (firstMs < nowMs - windowMs + MARGIN_MS) return settled ? 'expired' : 'wait';
  if (lastMs > nowMs + HOPELESS_MS) return settled ? 'ahead' : 'wait';
  return lastMs > nowMs + AHEAD_WINDOW_MS - MARGIN_MS ? 'wait' : 'send';
}

import { zoneOffsetMs } from '../../format/zone-offset.ts';
import { type TimeSpan } from './time-span.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = [
  HOUR / 60,
  HOUR / 12,
  HOUR / 4,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
] as const;

/** Moments at full hours or midnights of the reader's zone, at most `count` of them. */
export function timeTicks(span: TimeSpan, count: number, timezone: string): { at: number; isDay: boolean }[] {
  const step = STEPS.find((one) => (span.to - span.from) / one <= Math.max(1, count)) ?? Math.ceil(span.to - span.from);
  const wallStart = span.from + zoneOffsetMs(span.from, timezone);
  const ticks = [];
  for (let wall = Math.ceil(wallStart / step) * step; ticks.length <= count + 1; wall += step) {
    // The clocks may have changed since the start of the axis.
    const at = wall - zoneOffsetMs(wall - zoneOffsetMs(wall, timezone), timezone);
    if (at > span.to) break;
    if (at >= span.from) ticks.push({ at, isDay: step >= DAY || wall % DAY === 0 });
  }
  return ticks;
}

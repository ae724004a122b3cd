import { describe, expect, it } from 'vitest';
import { zoneOffsetMs } from '../../format/zone-offset.ts';
import { timeTicks } from './time-ticks.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

describe('zoneOffsetMs', () => {
  it('knows the summer time of a zone', () => {
    expect(zoneOffsetMs(at('2026-11-24T00:00:00Z'), 'Europe/Berlin')).toBe(HOUR);
    expect(zoneOffsetMs(at('2026-07-01T00:00:00.250Z'), 'Europe/Berlin')).toBe(2 * HOUR);
    expect(zoneOffsetMs(at('2026-07-01T00:00:00Z'), 'utc')).toBe(0);
  });
});

describe('timeTicks', () => {
  it('stands at full hours of a day', () => {
    const span = { from: at('2026-11-24T02:20:00Z'), to: at('2026-11-25T02:20:00Z') };
    expect(timeTicks(span, 8, 'utc').map((tick) => new Date(tick.at).toISOString().slice(11, 16))).toEqual([
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      '00:00',
    ]);
  });

  it("stands at midnights of the reader's zone, over a change of the clocks too", () => {
    const span = { from: at('2026-10-22T12:00:00Z'), to: at('2026-10-28T12:00:00Z') };
    expect(timeTicks(span, 8, 'Europe/Berlin').map((tick) => new Date(tick.at).toISOString())).toEqual([
      '2026-10-22T22:00:00.000Z',
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
      '2026-10-27T23:00:00.000Z',
    ]);
  });

  it('never gives more than asked for, give or take the ends', () => {
    for (const days of [0.01, 1, 7, 45, 400, 4000]) {
      const ticks = timeTicks({ from: 0, to: days * 24 * HOUR }, 6, 'utc');
      expect(ticks.length).toBeLessThanOrEqual(7);
    }
  });
});

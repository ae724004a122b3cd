import { type Ms, type RolloutHistory } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { formatRange, parseRange, queryOfRange, spanOfRange } from './timeline-range.ts';

const HOUR = 3_600_000;
const now = 1_000_000 * HOUR + 17_000;
const history = (at: number[]): RolloutHistory => ({
  now: now as Ms,
  rollouts: [],
  marks: at.map((one) => ({
    at: one as Ms,
    tier: 'ALL',
    kind: 'publish',
    text: '',
    by: null,
    transaction: null,
    nodeId: null,
    outcome: null,
  })),
});

describe('the range in the address', () => {
  it('is seven days unless it says otherwise', () => {
    expect(parseRange(new URLSearchParams(''))).toEqual({ kind: '7d' });
    expect(parseRange(new URLSearchParams('range=junk'))).toEqual({ kind: '7d' });
    expect(parseRange(new URLSearchParams('range=24h'))).toEqual({ kind: '24h' });
  });

  it('names a stretch of time exactly, and back', () => {
    const range = { kind: 'fixed', from: 1000, to: 2000 } as const;
    expect(parseRange(new URLSearchParams(formatRange(range)))).toEqual(range);
  });

  it.each(['from=2000&to=1000', 'from=1', 'from=-1&to=2', 'from=a&to=b', 'from=1e9&to=2e9'])(
    'ignores a stretch that is none: %s',
    (text) => {
      expect(parseRange(new URLSearchParams(text))).toEqual({ kind: '7d' });
    },
  );
});

describe('queryOfRange', () => {
  it('stays the same for minutes', () => {
    const start = Math.ceil(now / 300_000) * 300_000;
    expect(queryOfRange({ kind: '24h' }, start)).toEqual(queryOfRange({ kind: '24h' }, start + 299_000));
    expect(queryOfRange({ kind: '24h' }, start)).toEqual({ since: start - 24 * HOUR });
  });

  it('asks for all without bounds and for a stretch with both', () => {
    expect(queryOfRange({ kind: 'all' }, now)).toEqual({});
    expect(queryOfRange({ kind: 'fixed', from: 1, to: 2 }, now)).toEqual({ since: 1, until: 2 });
  });
});

describe('spanOfRange', () => {
  it('ends now', () => {
    const { from, to } = spanOfRange({ kind: '24h' }, history([]), now);
    expect(to).toBeGreaterThanOrEqual(now);
    expect(to - from).toBe(24 * HOUR);
  });

  it('begins with the first thing that happened when all is asked for', () => {
    const { from } = spanOfRange({ kind: 'all' }, history([now - 100 * HOUR, now - 3 * HOUR]), now);
    expect(from).toBeLessThan(now - 100 * HOUR);
    expect(from).toBeGreaterThan(now - 104 * HOUR);
  });

  it('is never shorter than ten minutes', () => {
    const { from, to } = spanOfRange({ kind: 'all' }, history([now - 1000]), now);
    expect(to - from).toBeGreaterThanOrEqual(600_000);
  });
});

import { describe, expect, it } from 'vitest';
import { SettableClock } from '../testing/settable-clock.ts';
import { createWindowLimit } from './window-limit.ts';

describe('a window limit', () => {
  it('lets a key go on until its counts are used up, and again in the next window', () => {
    const clock = new SettableClock(1_000);
    const limit = createWindowLimit({ max: 2, windowMs: 10_000, maxKeys: 10 }, clock);
    limit.count('a');
    expect(limit.waitS('a')).toBe(0);
    limit.count('a');
    expect(limit.waitS('a')).toBe(10);
    expect(limit.waitS('b')).toBe(0);
    clock.advance(9_500);
    expect(limit.waitS('a')).toBe(1);
    clock.advance(500);
    expect(limit.waitS('a')).toBe(0);
  });

  it('holds nobody up for longer because the clock was set back', () => {
    const clock = new SettableClock(10_000_000);
    const limit = createWindowLimit({ max: 1, windowMs: 10_000, maxKeys: 10 }, clock);
    limit.count('a');
    clock.advance(-3_600_000);
    expect(limit.waitS('a')).toBe(0);
    limit.count('a');
    expect(limit.waitS('a')).toBe(10);
  });

  it('forgets the oldest keys first', () => {
    const limit = createWindowLimit({ max: 1, windowMs: 10_000, maxKeys: 2 }, new SettableClock());
    for (const key of ['a', 'b', 'c']) limit.count(key);
    expect(['a', 'b', 'c'].map((key) => limit.waitS(key) > 0)).toEqual([false, true, true]);
  });
});

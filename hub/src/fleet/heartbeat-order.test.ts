import { type Ms } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { isNewer } from './heartbeat-order.ts';

const heard = (boot: string, n: number, at: number, heardAt = at): Parameters<typeof isNewer>[1] => ({
  heartbeat: { boot, n, at: at as Ms },
  heardAt: heardAt as Ms,
});
const sent = (boot: string, n: number, at: number): Parameters<typeof isNewer>[0] => ({ boot, n, at: at as Ms });

describe('a heartbeat', () => {
  it('is newer than none', () => {
    expect(isNewer(sent('a', 0, 100), null)).toBe(true);
  });

  it('is ordered by its counter within a run, whatever its clock says', () => {
    expect(isNewer(sent('a', 2, 50), heard('a', 1, 100))).toBe(true);
    expect(isNewer(sent('a', 1, 200), heard('a', 1, 100))).toBe(false);
    expect(isNewer(sent('a', 0, 200), heard('a', 1, 100))).toBe(false);
  });

  it('is ordered by its time across runs, so that a replay from an earlier run is stale', () => {
    expect(isNewer(sent('b', 0, 101), heard('a', 9, 100))).toBe(true);
    expect(isNewer(sent('a', 9, 99), heard('b', 0, 101))).toBe(false);
  });

  it('is not shut out by a clock that was ahead in the run before', () => {
    expect(isNewer(sent('b', 0, 1_000), heard('a', 9, 9_999_999, 900))).toBe(true);
  });
});

import { AHEAD_WINDOW_MS } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { fateOf } from './time-window.ts';

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const window = { nowMs: NOW, windowMs: 35 * HOUR, settled: true };
const at = (offsetMs: number): { firstMs: number; lastMs: number } => ({
  firstMs: NOW + offsetMs,
  lastMs: NOW + offsetMs,
});

describe('the fate of a record', () => {
  it.each([
    ['of now', 0, 'send'],
    ['of a day ago', -24 * HOUR, 'send'],
    ['that the hub takes for just one more minute', -35 * HOUR + 59_000, 'expired'],
    ['that is older than the hub takes', -36 * HOUR, 'expired'],
    ['a little ahead', AHEAD_WINDOW_MS - 60_000, 'send'],
    ['of a clock that was 15 minutes ahead', 15 * 60_000, 'wait'],
    ['of a clock that was a year ahead', 365 * 24 * HOUR, 'ahead'],
  ])('%s', (_, offsetMs, fate) => {
    expect(fateOf(at(offsetMs), window)).toBe(fate);
  });

  it('is not decided by a clock that has just jumped', () => {
    const unsettled = { ...window, settled: false };
    expect(fateOf(at(-36 * HOUR), unsettled)).toBe('wait');
    expect(fateOf(at(365 * 24 * HOUR), unsettled)).toBe('wait');
    expect(fateOf(at(0), unsettled)).toBe('send');
  });
});

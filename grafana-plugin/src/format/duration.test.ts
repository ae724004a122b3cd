import { describe, expect, it } from 'vitest';
import { formatMs, formatRoughSpan, formatSpan } from './duration.ts';

describe('formatSpan', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [59.9, '59 s'],
    [60, '1 m'],
    [61, '1 m 1 s'],
    [3599, '59 m 59 s'],
    [3600, '1 h'],
    [18_720, '5 h 12 m'],
    [86_399, '23 h 59 m'],
    [86_400, '1 d'],
    [200_000, '2 d 7 h'],
  ])('writes %d s as %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });
});

describe('formatRoughSpan', () => {
  it.each([
    [3, '3 s'],
    [119, '1 m'],
    [7200, '2 h'],
    [777_600, '9 d'],
  ])('writes %d s as %s', (seconds, text) => {
    expect(formatRoughSpan(seconds)).toBe(text);
  });
});

describe('formatMs', () => {
  it.each([
    [0.4, '0 ms'],
    [850, '850 ms'],
    [2870, '2.9 s'],
    [74_000, '1 m 14 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});

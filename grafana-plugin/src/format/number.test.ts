import { describe, expect, it } from 'vitest';
import { formatBps, formatCount, formatShare } from './number.ts';

describe('numbers', () => {
  it('separates thousands by a narrow space', () => {
    expect(formatCount(18_233)).toBe('18\u202f233');
    expect(formatCount(7)).toBe('7');
  });

  it('never rounds up to everything or down to nothing', () => {
    expect(formatShare(0.9999)).toBe('99\u202f%');
    expect(formatShare(0.9999, 1)).toBe('99.9\u202f%');
    expect(formatShare(0.0001)).toBe('1\u202f%');
    expect(formatShare(1)).toBe('100\u202f%');
    expect(formatShare(0)).toBe('0\u202f%');
    expect(formatShare(0.744)).toBe('74\u202f%');
  });

  it('writes basis points as percent', () => {
    expect(formatBps(2500)).toBe('25\u202f%');
    expect(formatBps(125)).toBe('1.3\u202f%');
  });
});

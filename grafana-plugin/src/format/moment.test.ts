import { describe, expect, it } from 'vitest';
import { formatClock, formatExact, formatShort } from './moment.ts';

const AT = Date.UTC(2026, 10, 24, 2, 13, 44);

describe('moments', () => {
  it('are exact to the second and name their zone', () => {
    expect(formatExact(AT, 'utc')).toBe('24 Nov 2026, 02:13:44 UTC');
    expect(formatClock(AT, 'Asia/Tokyo')).toBe('11:13:44');
  });

  it('carry the day only when it is another one', () => {
    expect(formatShort(AT, AT + 3_600_000, 'utc')).toBe('02:13');
    expect(formatShort(AT, AT + 86_400_000, 'utc')).toBe('24 Nov 02:13');
  });

  it('take the browser’s zone when the user has none', () => {
    expect(formatClock(AT, 'browser')).toBe(formatClock(AT, ''));
  });
});

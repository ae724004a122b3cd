import { describe, expect, it } from 'vitest';
import { Reason } from './reason.ts';

describe('a reason', () => {
  it.each([
    ['canary is sick', 'canary is sick'],
    ['first line\r\nsecond line', 'first line second line'],
    ['nothing\0hidden', 'nothing hidden'],
    ['\u001b[31mred', ' [31mred'],
    ['Ärger, 原因', 'Ärger, 原因'],
  ])('%j is kept as %j', (text, kept) => {
    expect(Reason.parse(text)).toBe(kept);
  });

  it('may be left out', () => {
    expect(Reason.parse(undefined)).toBe('');
  });

  it('is not longer than what goes onto the chain', () => {
    expect(Reason.safeParse('x'.repeat(201)).success).toBe(false);
  });
});

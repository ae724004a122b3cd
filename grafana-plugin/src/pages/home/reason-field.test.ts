import { describe, expect, it } from 'vitest';
import { reasonProblem } from './reason-field.ts';

describe('reasonProblem', () => {
  it('wants a reason where one is required', () => {
    expect(reasonProblem('   ', true)).toBe('Say why.');
    expect(reasonProblem('', false)).toBeNull();
  });

  it('counts bytes, not letters: 200 fit on the chain', () => {
    expect(reasonProblem('é'.repeat(100), true)).toBeNull();
    expect(reasonProblem(`${'é'.repeat(100)}x`, true)).toBe('201 of 200 bytes');
  });
});

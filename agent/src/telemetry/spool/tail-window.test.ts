import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTailWindow } from './tail-window.ts';

describe('the window on the newest records', () => {
  it('begins at a record, holds at most one request and, where there is that much, nearly one', () => {
    const shares = fc.array(fc.double({ min: 0.0001, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(shares, fc.nat(1000), (records, begin) => {
        const window = createTailWindow(begin);
        expect(window.start).toBe(begin);
        records.forEach((share, index) => {
          window.push(begin + index, share);
        });
        const first = window.start - begin;
        const held = records.slice(first).reduce((sum, share) => sum + share, 0);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(held).toBeLessThanOrEqual(1 + 1e-9);
        if (first > 0) expect(held).toBeGreaterThan(1 - 0.2 - 1 / 16);
      }),
    );
  });

  it('holds a record that is more than a request by itself', () => {
    const window = createTailWindow(0);
    window.push(0, 0.5);
    window.push(10, 1.5);
    expect(window.start).toBe(10);
  });
});

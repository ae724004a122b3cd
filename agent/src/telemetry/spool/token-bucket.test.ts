import { describe, expect, it } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

describe('the token bucket', () => {
  it('lets half a minute pass at once, then so many bytes a second', () => {
    let now = 0;
    const bucket = createTokenBucket(2_000, () => now);
    expect(bucket.take(60_000)).toBe(true);
    expect(bucket.take(1)).toBe(false);
    now = 1_000;
    expect(bucket.take(2_000)).toBe(true);
    expect(bucket.take(1)).toBe(false);
    now = 3_600_000;
    expect(bucket.take(60_001)).toBe(false);
    expect(bucket.take(60_000)).toBe(true);
  });

  it('is emptied by what passes in any case, but owes nothing', () => {
    let now = 0;
    const bucket = createTokenBucket(2_000, () => now);
    bucket.drain(1_000_000);
    expect(bucket.take(1)).toBe(false);
    now = 1_000;
    expect(bucket.take(2_000)).toBe(true);
  });
});

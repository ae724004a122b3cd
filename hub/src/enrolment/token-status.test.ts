import { type Ms } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { hashToken, makeToken } from './secret-token.ts';
import { tokenStatus } from './token-status.ts';

describe('a token', () => {
  const open = { used_at: null, revoked_at: null, expires_at: 100 };
  it.each([
    ['open', open, 99],
    ['expired', open, 100],
    ['revoked', { ...open, revoked_at: 50 }, 200],
    ['used', { ...open, used_at: 50, revoked_at: 60 }, 200],
  ] as const)('is %s', (status, token, now) => {
    expect(tokenStatus(token, now as Ms)).toBe(status);
  });

  it('is random, says what it is for and is stored as a hash', () => {
    const token = makeToken('join');
    expect(token).toMatch(/^nj_[\w-]{43}$/);
    expect(makeToken('join')).not.toBe(token);
    expect(makeToken('read')).toMatch(/^nr_/);
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
  });
});

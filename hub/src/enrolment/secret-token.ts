import { createHash, randomBytes } from 'node:crypto';

const PREFIX = { join: 'nj_', read: 'nr_' } as const;

/** A fresh token of 256 random bits; its prefix says what it is for, so that secret scanners find a leaked one. */
export function makeToken(kind: keyof typeof PREFIX): string {
  return PREFIX[kind] + randomBytes(32).toString('base64url');
}

/** What is stored and looked up in the token's place; as random as the token, so that it needs no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

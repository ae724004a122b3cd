import { Address } from '@noderr/protocol';
import { expect, test } from 'vitest';
import { judgeNonces } from './nonce-verdict.ts';
import { type NonceCounts } from './signer-chain.ts';
import { type SignerRow } from './signer-store.ts';
import { type QueuedTransaction } from './transaction.ts';

const ADDRESS = Address.parse(`0x${'11'.repeat(20)}`);
const counts = (latest: number, pending = latest): NonceCounts => ({ latest, pending, final: 0, finalHeight: 0 });
const row = (nextNonce: number | null): SignerRow => ({ nextNonce, frozen: null });
const waiting = [{ nonce: null } as QueuedTransaction];
const sent = [{ nonce: 4 } as QueuedTransaction];

test('A key that is new here starts at the chain’s nonce, once nothing of it is under way', () => {
  expect(judgeNonces(ADDRESS, counts(7), row(null), waiting)).toEqual({ kind: 'start-at', nonce: 7 });
  expect(judgeNonces(ADDRESS, counts(7, 8), row(null), waiting)).toMatchObject({ problem: { code: 'signer/busy' } });
  expect(judgeNonces(ADDRESS, counts(7), row(null), [])).toEqual({ kind: 'wait', problem: null });
});

test('A nonce beyond what was given out freezes, in a block or only in the pool', () => {
  expect(judgeNonces(ADDRESS, counts(5), row(5), waiting).kind).toBe('may-start');
  expect(judgeNonces(ADDRESS, counts(6), row(5), waiting).kind).toBe('freeze');
  expect(judgeNonces(ADDRESS, counts(5, 6), row(5), []).kind).toBe('freeze');
});

test('Endpoints that lag behind make it wait, unless our own is still on its way', () => {
  expect(judgeNonces(ADDRESS, counts(4), row(5), waiting)).toMatchObject({ problem: { code: 'signer/nonce-behind' } });
  expect(judgeNonces(ADDRESS, counts(4), row(5), sent).kind).toBe('may-start');
});

test('A frozen signer stays frozen, and says why', () => {
  const frozen = { code: 'signer/foreign-nonce', detail: 'nonce 5', at: 1 };
  expect(judgeNonces(ADDRESS, counts(5), { nextNonce: 5, frozen }, waiting)).toEqual({
    kind: 'wait',
    problem: { code: 'signer/foreign-nonce', message: 'nonce 5' },
  });
});

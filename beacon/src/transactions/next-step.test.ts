import { Address, Hex32 } from '@noderr/protocol';
import { describe, expect, test } from 'vitest';
import { HexData } from '../contract/hex.ts';
import { nextStep, type TransactionFacts } from './next-step.ts';
import { type Attempt, type QueuedTransaction } from './transaction.ts';

const TIMING = { resendAfterMs: 15_000, bumpAfterMs: 60_000 };
const hash = (digit: string): Hex32 => Hex32.parse(`0x${digit.repeat(64)}`);
const NOTHING: TransactionFacts = { receipt: null, finalCount: 0 };

const attempt = (sentAt: number | null): Attempt => ({
  n: 0,
  fees: { maxFeePerGas: 10n, maxPriorityFeePerGas: 1n },
  raw: HexData.parse('0x02'),
  hash: hash('a'),
  signedAt: 0,
  firstSentAt: sentAt,
  lastSentAt: sentAt,
});

function transaction(change: Partial<QueuedTransaction>): QueuedTransaction {
  return {
    ...{ key: 'a', kind: 'pause', to: Address.parse(`0x${'11'.repeat(20)}`), data: HexData.parse('0x') },
    ...{ status: 'sent', nonce: 5, gasLimit: 1n, attempts: [attempt(0)], mined: null, error: null },
    ...{ createdAt: 0, updatedAt: 0, expiresAt: null },
    ...change,
  };
}

const inBlock = (final: boolean, succeeded = true): TransactionFacts => ({
  receipt: { hash: hash('a'), block: 7, blockHash: hash('b'), succeeded, final },
  finalCount: 5,
});
const mined = { hash: hash('a'), block: 7, blockHash: hash('b'), succeeded: true };

test('A queued one is prepared until it expires', () => {
  const queued = transaction({ status: 'queued', nonce: null, attempts: [], expiresAt: 100 });
  expect(nextStep(queued, NOTHING, TIMING, true, 99).kind).toBe('prepare');
  expect(nextStep(queued, NOTHING, TIMING, true, 100).kind).toBe('expire');
});

test('A reserved one is signed, a signed one sent, at whatever age', () => {
  const reserved = transaction({ status: 'reserved', attempts: [], expiresAt: 1 });
  expect(nextStep(reserved, NOTHING, TIMING, true, 1e9).kind).toBe('sign');
  expect(nextStep(transaction({ status: 'signed', attempts: [attempt(null)] }), NOTHING, TIMING, true, 0).kind).toBe(
    'send',
  );
});

test('A sent one waits, is sent again, is bumped while the cap allows, then only sent again', () => {
  expect(nextStep(transaction({}), NOTHING, TIMING, true, 14_999).kind).toBe('wait');
  expect(nextStep(transaction({}), NOTHING, TIMING, true, 15_000).kind).toBe('send');
  expect(nextStep(transaction({}), NOTHING, TIMING, true, 60_000).kind).toBe('bump');
  expect(nextStep(transaction({}), NOTHING, TIMING, false, 60_000).kind).toBe('send');
});

describe('With a receipt', () => {
  test('it is mined, and done only when that is final', () => {
    expect(nextStep(transaction({}), inBlock(false), TIMING, true, 0)).toEqual({ kind: 'note-mined', mined });
    const noted = transaction({ status: 'mined', mined });
    expect(nextStep(noted, inBlock(false), TIMING, true, 0).kind).toBe('wait');
    expect(nextStep(noted, inBlock(true), TIMING, true, 0)).toEqual({ kind: 'finish', status: 'final' });
    expect(nextStep(noted, inBlock(true, false), TIMING, true, 0)).toEqual({ kind: 'finish', status: 'reverted' });
  });

  test('of another block after a reorganisation it is noted anew; without one it is in none', () => {
    const moved = transaction({ status: 'mined', mined: { ...mined, blockHash: hash('c') } });
    expect(nextStep(moved, inBlock(true), TIMING, true, 0).kind).toBe('note-mined');
    expect(nextStep(moved, NOTHING, TIMING, true, 0).kind).toBe('note-unmined');
  });
});

test('A nonce used for good without a receipt of ours is somebody else’s', () => {
  expect(nextStep(transaction({}), { receipt: null, finalCount: 6 }, TIMING, true, 0).kind).toBe('supersede');
  expect(nextStep(transaction({}), { receipt: null, finalCount: 5 }, TIMING, true, 0).kind).toBe('wait');
});

test('What has ended stays', () => {
  for (const status of ['final', 'reverted', 'refused', 'expired', 'superseded'] as const) {
    expect(nextStep(transaction({ status }), inBlock(true), TIMING, true, 1e9).kind).toBe('wait');
  }
});

import { type Hex32 } from '@noderr/protocol';
import { hasEnded, type QueuedTransaction } from './transaction.ts';

/** What the chain says of one transaction now. */
export interface TransactionFacts {
  /** Of whichever attempt is in a block. */
  receipt: { hash: Hex32; block: number; blockHash: Hex32; succeeded: boolean; final: boolean } | null;
  /** How many nonces of the signer are used for good. */
  finalCount: number;
}

export interface Timing {
  /** Milliseconds after which the same bytes are sent again. */
  resendAfterMs: number;
  /** Milliseconds in no block after which a higher fee is offered. */
  bumpAfterMs: number;
}

export type Step =
  | { kind: 'wait' }
  | { kind: 'expire' }
  /** Simulate it and take a nonce. */
  | { kind: 'prepare' }
  | { kind: 'sign' }
  /** Hand the newest attempt's stored bytes to the endpoints. */
  | { kind: 'send' }
  | { kind: 'bump' }
  | { kind: 'note-mined'; mined: NonNullable<QueuedTransaction['mined']> }
  | { kind: 'note-unmined' }
  | { kind: 'finish'; status: 'final' | 'reverted' }
  /** Its nonce was used for good by something that we did not sign. */
  | { kind: 'supersede' };

/** The next thing to do for a transaction; `mayBump` is false where the fee cap is reached. */
export function nextStep(
  transaction: QueuedTransaction,
  facts: TransactionFacts,
  timing: Timing,
  mayBump: boolean,
  now: number,
): Step {
  if (hasEnded(transaction)) return { kind: 'wait' };
  const { status, nonce, mined, expiresAt } = transaction;
  if (status === 'queued') return expiresAt !== null && now >= expiresAt ? { kind: 'expire' } : { kind: 'prepare' };

  const { receipt } = facts;
  if (receipt) return afterReceipt(mined, receipt);
  if (mined) return { kind: 'note-unmined' };
  if (nonce !== null && facts.finalCount > nonce) return { kind: 'supersede' };

  const newest = transaction.attempts.at(-1);
  if (!newest) return { kind: 'sign' };
  if (newest.firstSentAt === null || newest.lastSentAt === null) return { kind: 'send' };
  if (mayBump && now - newest.firstSentAt >= timing.bumpAfterMs) return { kind: 'bump' };
  return now - newest.lastSentAt >= timing.resendAfterMs ? { kind: 'send' } : { kind: 'wait' };
}

function afterReceipt(mined: QueuedTransaction['mined'], receipt: NonNullable<TransactionFacts['receipt']>): Step {
  const { hash, block, blockHash, succeeded, final } = receipt;
  if (mined?.blockHash !== blockHash || mined.hash !== hash) {
    return { kind: 'note-mined', mined: { hash, block, blockHash, succeeded } };
  }
  if (!final) return { kind: 'wait' };
  return { kind: 'finish', status: succeeded ? 'final' : 'reverted' };
}

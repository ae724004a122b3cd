import { type Address } from '@noderr/protocol';
import { type NonceCounts } from './signer-chain.ts';
import { type SignerRow } from './signer-store.ts';
import { type QueuedTransaction } from './transaction.ts';

/** Why something does not get on, in words. */
export interface Problem {
  code: string;
  message: string;
}

export type NonceVerdict =
  | { kind: 'may-start' }
  /** The first look at this key: its nonces start here. */
  | { kind: 'start-at'; nonce: number }
  | { kind: 'wait'; problem: Problem | null }
  /** Somebody else has the key. */
  | { kind: 'freeze'; problem: Problem };

/** Compares the chain's nonces with those that the queue has given out: one that moved without us freezes the signer. */
export function judgeNonces(
  address: Address,
  counts: NonceCounts,
  { nextNonce, frozen }: SignerRow,
  open: readonly QueuedTransaction[],
): NonceVerdict {
  if (frozen) return { kind: 'wait', problem: { code: frozen.code, message: frozen.detail } };
  if (nextNonce === null) {
    if (open.length === 0) return { kind: 'wait', problem: null };
    if (counts.pending === counts.latest) return { kind: 'start-at', nonce: counts.latest };
    const message = `a transaction of ${address} that is not ours is under way`;
    return { kind: 'wait', problem: { code: 'signer/busy', message } };
  }
  const used = Math.max(counts.latest, counts.pending);
  if (used > nextNonce) {
    const message = `nonce ${used - 1} of ${address} was used, but not by this queue`;
    return { kind: 'freeze', problem: { code: 'signer/foreign-nonce', message } };
  }
  if (counts.latest < nextNonce && !open.some((one) => one.nonce !== null)) {
    const message = 'the endpoints do not show the last transaction yet';
    return { kind: 'wait', problem: { code: 'signer/nonce-behind', message } };
  }
  return { kind: 'may-start' };
}

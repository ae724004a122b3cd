import { type Address, type Hex32 } from '@noderr/protocol';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { type HexData } from '../contract/hex.ts';
import { type Fees } from './fees.ts';

export const TRANSACTION_STATUSES = [
  /** Waits for its turn; has no nonce and can still be refused or expire. */
  'queued',
  /** Has its nonce; from here on it must end in a block. */
  'reserved',
  /** The raw bytes are stored; they may or may not have been sent. */
  'signed',
  'sent',
  /** In a block that can still be reorganised away. */
  'mined',
  'final',
  /** Final, but the contract said no. */
  'reverted',
  /** The simulation failed: nothing was signed, no nonce was used. */
  'refused',
  'expired',
  /** Its nonce was used by a transaction that is not ours. */
  'superseded',
] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

/** The same call with the same nonce under rising fees; at most one of them ends in a block. */
export interface Attempt {
  n: number;
  fees: Fees;
  raw: HexData;
  hash: Hex32;
  signedAt: number;
  /** Milliseconds; null until the bytes were handed to an endpoint. */
  firstSentAt: number | null;
  lastSentAt: number | null;
}

/** A call of the contract on its way, as stored; a restart goes on from it. */
export interface QueuedTransaction {
  /** The idempotency key: the same key is the same transaction. */
  key: string;
  kind: BeaconFunction;
  to: Address;
  data: HexData;
  status: TransactionStatus;
  nonce: number | null;
  gasLimit: bigint | null;
  attempts: readonly Attempt[];
  /** The attempt that is in a block, and whether the contract took it. */
  mined: { hash: Hex32; block: number; blockHash: Hex32; succeeded: boolean } | null;
  error: { code: string; message: string } | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
  /** Not signed any more after this; null = never. */
  expiresAt: number | null;
}

const ENDED: ReadonlySet<TransactionStatus> = new Set(['final', 'reverted', 'refused', 'expired', 'superseded']);
const UNMINED: ReadonlySet<TransactionStatus> = new Set(['reserved', 'signed', 'sent']);

/** Whether nothing comes of it any more. */
export function hasEnded(transaction: Pick<QueuedTransaction, 'status'>): boolean {
  return ENDED.has(transaction.status);
}

/** Holds a nonce that is in no block yet: the next one waits for it. */
export function isUnmined(transaction: Pick<QueuedTransaction, 'status'>): boolean {
  return UNMINED.has(transaction.status);
}

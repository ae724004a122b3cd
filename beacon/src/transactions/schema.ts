import { Address, Hex32 } from '@noderr/protocol';
import { type Selectable } from 'kysely';
import { z } from 'zod';
import { isBeaconFunction } from '../contract/beacon-abi.ts';
import { HexData } from '../contract/hex.ts';
import { type ChainAttemptTable, type ChainTransactionTable } from './tables.ts';
import { type Attempt, type QueuedTransaction, TRANSACTION_STATUSES } from './transaction.ts';

const Time = z.coerce.number().int();
const Wei = z.string().transform(BigInt);
const Kind = z.string().refine(isBeaconFunction);

const AttemptRow = z
  .object({
    n: z.int(),
    max_fee: Wei,
    max_tip: Wei,
    raw: HexData,
    hash: Hex32,
    signed_at: Time,
    first_sent_at: Time.nullable(),
    last_sent_at: Time.nullable(),
  })
  .transform((row): Attempt => ({
    n: row.n,
    fees: { maxFeePerGas: row.max_fee, maxPriorityFeePerGas: row.max_tip },
    raw: row.raw,
    hash: row.hash,
    signedAt: row.signed_at,
    firstSentAt: row.first_sent_at,
    lastSentAt: row.last_sent_at,
  }));

const TransactionRow = z.object({
  key: z.string(),
  kind: Kind,
  to_address: Address,
  data: HexData,
  status: z.enum(TRANSACTION_STATUSES),
  nonce: z.int().nullable(),
  gas_limit: Wei.nullable(),
  mined_hash: Hex32.nullable(),
  mined_block: Time.nullable(),
  mined_block_hash: Hex32.nullable(),
  mined_succeeded: z.int().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  created_at: Time,
  updated_at: Time,
  expires_at: Time.nullable(),
});

/** Both tables' rows as one transaction. */
export function transactionOf(
  stored: Selectable<ChainTransactionTable>,
  attempts: readonly Selectable<ChainAttemptTable>[],
): QueuedTransaction {
  const row = TransactionRow.parse(stored);
  const { mined_hash: hash, mined_block: block, mined_block_hash: blockHash } = row;
  return {
    key: row.key,
    kind: row.kind,
    to: row.to_address,
    data: row.data,
    status: row.status,
    nonce: row.nonce,
    gasLimit: row.gas_limit,
    attempts: attempts.map((attempt) => AttemptRow.parse(attempt)).toSorted((a, b) => a.n - b.n),
    mined:
      hash === null || block === null || blockHash === null
        ? null
        : { hash, block, blockHash, succeeded: row.mined_succeeded === 1 },
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
  };
}

import { type Kysely } from 'kysely';

/** Amounts of wei are decimal text; times are milliseconds, which Postgres returns as text. */
export interface ChainSignerTable {
  network: string;
  address: string;
  /** The nonce of the next new transaction; null before the first look at the chain. */
  next_nonce: number | null;
  frozen_code: string | null;
  frozen_detail: string | null;
  frozen_at: number | string | null;
}

export interface ChainTransactionTable {
  network: string;
  signer: string;
  key: string;
  kind: string;
  to_address: string;
  data: string;
  status: string;
  nonce: number | null;
  gas_limit: string | null;
  mined_hash: string | null;
  mined_block: number | string | null;
  mined_block_hash: string | null;
  mined_succeeded: number | null;
  error_code: string | null;
  error_message: string | null;
  created_at: number | string;
  updated_at: number | string;
  expires_at: number | string | null;
}

export interface ChainAttemptTable {
  network: string;
  signer: string;
  key: string;
  n: number;
  max_fee: string;
  max_tip: string;
  raw: string;
  hash: string;
  signed_at: number | string;
  first_sent_at: number | string | null;
  last_sent_at: number | string | null;
}

/** The tables that the queue owns in whatever database it is given. */
export interface TransactionTables {
  chain_signer: ChainSignerTable;
  chain_transaction: ChainTransactionTable;
  chain_attempt: ChainAttemptTable;
}

export async function createTransactionTables<DB>(db: Kysely<DB>): Promise<void> {
  await db.schema
    .createTable('chain_signer')
    .ifNotExists()
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('next_nonce', 'integer')
    .addColumn('frozen_code', 'text')
    .addColumn('frozen_detail', 'text')
    .addColumn('frozen_at', 'bigint')
    .addPrimaryKeyConstraint('chain_signer_pk', ['network', 'address'])
    .execute();
  await db.schema
    .createTable('chain_transaction')
    .ifNotExists()
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('signer', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('to_address', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('nonce', 'integer')
    .addColumn('gas_limit', 'text')
    .addColumn('mined_hash', 'text')
    .addColumn('mined_block', 'bigint')
    .addColumn('mined_block_hash', 'text')
    .addColumn('mined_succeeded', 'integer')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addPrimaryKeyConstraint('chain_transaction_pk', ['network', 'signer', 'key'])
    .addUniqueConstraint('chain_transaction_one_per_nonce', ['network', 'signer', 'nonce'])
    .execute();
  await db.schema
    .createTable('chain_attempt')
    .ifNotExists()
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('signer', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('n', 'integer', (column) => column.notNull())
    .addColumn('max_fee', 'text', (column) => column.notNull())
    .addColumn('max_tip', 'text', (column) => column.notNull())
    .addColumn('raw', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('signed_at', 'bigint', (column) => column.notNull())
    .addColumn('first_sent_at', 'bigint')
    .addColumn('last_sent_at', 'bigint')
    .addPrimaryKeyConstraint('chain_attempt_pk', ['network', 'signer', 'key', 'n'])
    .execute();
}

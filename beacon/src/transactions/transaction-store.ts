import { type Address } from '@noderr/protocol';
import { type Kysely } from 'kysely';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { type HexData } from '../contract/hex.ts';
import { type Fees } from './fees.ts';
import { createSignerStore, type SignerStore } from './signer-store.ts';
import { transactionOf } from './schema.ts';
import { type ChainTransactionTable, type TransactionTables } from './tables.ts';
import { type QueuedTransaction, type TransactionStatus } from './transaction.ts';
import { type SignedTransaction } from './transaction-signer.ts';

export interface NewTransaction {
  key: string;
  kind: BeaconFunction;
  to: Address;
  data: HexData;
  expiresAt: number | null;
}

/** The rows of one signer on one network. */
export interface TransactionStore extends SignerStore {
  /** Inserts unless the key is there; returns what is stored under it. */
  insertOnce(transaction: NewTransaction, now: number): Promise<QueuedTransaction>;
  find(key: string): Promise<QueuedTransaction | undefined>;
  /** All that have not ended, those with a nonce first by nonce, then pauses, then the rest by age. */
  open(): Promise<QueuedTransaction[]>;
  /** Newest first. */
  list(limit: number): Promise<QueuedTransaction[]>;
  signedSince(time: number): Promise<QueuedTransaction[]>;
  /** Takes the next nonce for a queued transaction, both in one database transaction. */
  reserve(key: string, gasLimit: bigint, now: number): Promise<boolean>;
  addAttempt(key: string, n: number, fees: Fees, signed: SignedTransaction, now: number): Promise<void>;
  noteSent(key: string, n: number, now: number): Promise<void>;
  noteMined(key: string, mined: NonNullable<QueuedTransaction['mined']>, now: number): Promise<void>;
  noteUnmined(key: string, now: number): Promise<void>;
  end(
    key: string,
    status: TransactionStatus,
    error: { code: string; message: string } | null,
    now: number,
  ): Promise<void>;
}

const OPEN = ['queued', 'reserved', 'signed', 'sent', 'mined'] as const;

export function createTransactionStore<DB extends TransactionTables>(
  shared: Kysely<DB>,
  network: string,
  signer: Address,
): TransactionStore {
  // Kysely's type is invariant in its tables; only ours are used here.
  const db = shared as unknown as Kysely<TransactionTables>;
  const own = { network, signer };

  const rows = (): ReturnType<typeof selectTransactions> => selectTransactions(db, own);

  async function withAttempts(found: readonly ChainTransactionTable[]): Promise<QueuedTransaction[]> {
    if (found.length === 0) return [];
    const attempts = await db
      .selectFrom('chain_attempt')
      .selectAll()
      .where('network', '=', network)
      .where('signer', '=', signer)
      .where(
        'key',
        'in',
        found.map((row) => row.key),
      )
      .execute();
    return found.map((row) =>
      transactionOf(
        row,
        attempts.filter((attempt) => attempt.key === row.key),
      ),
    );
  }

  async function update(key: string, values: Partial<ChainTransactionTable>, now: number): Promise<void> {
    await db
      .updateTable('chain_transaction')
      .set({ ...values, updated_at: now })
      .where('network', '=', network)
      .where('signer', '=', signer)
      .where('key', '=', key)
      .execute();
  }

  async function find(key: string): Promise<QueuedTransaction | undefined> {
    return (await withAttempts(await rows().where('key', '=', key).execute()))[0];
  }

  return {
    ...createSignerStore(db, network, signer),
    find,
    async insertOnce({ key, kind, to, data, expiresAt }, now) {
      await db
        .insertInto('chain_transaction')
        .values({
          ...own,
          ...{ key, kind, to_address: to, data, status: 'queued', nonce: null, gas_limit: null },
          ...{ mined_hash: null, mined_block: null, mined_block_hash: null, mined_succeeded: null },
          ...{ error_code: null, error_message: null, created_at: now, updated_at: now, expires_at: expiresAt },
        })
        .onConflict((conflict) => conflict.columns(['network', 'signer', 'key']).doNothing())
        .execute();
      const stored = await find(key);
      if (!stored) throw new Error(`transaction ${key} was not stored`);
      return stored;
    },
    async open() {
      const found = await withAttempts(await rows().where('status', 'in', OPEN).orderBy('created_at').execute());
      return found.toSorted((a, b) => rank(a) - rank(b) || (a.nonce ?? 0) - (b.nonce ?? 0));
    },
    list: async (limit) => withAttempts(await rows().orderBy('created_at', 'desc').limit(limit).execute()),
    signedSince: async (time) =>
      withAttempts(await rows().where('nonce', 'is not', null).where('updated_at', '>', time).execute()),
    reserve: (key, gasLimit, now) =>
      db
        .transaction()
        .execute(async (trx) => {
          const row = await trx
            .updateTable('chain_signer')
            .set((eb) => ({ next_nonce: eb('next_nonce', '+', 1) }))
            .where('network', '=', network)
            .where('address', '=', signer)
            .where('frozen_code', 'is', null)
            .where('next_nonce', 'is not', null)
            .returning('next_nonce')
            .executeTakeFirst();
          if (row?.next_nonce === null || row?.next_nonce === undefined) return false;
          const taken = await trx
            .updateTable('chain_transaction')
            .set({ status: 'reserved', nonce: row.next_nonce - 1, gas_limit: String(gasLimit), updated_at: now })
            .where('network', '=', network)
            .where('signer', '=', signer)
            .where('key', '=', key)
            .where('status', '=', 'queued')
            .executeTakeFirst();
          // Another process took it: the nonce goes back with the transaction.
          if (taken.numUpdatedRows !== 1n) throw new NotQueued();
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof NotQueued) return false;
          throw error;
        }),
    async addAttempt(key, n, fees, signed, now) {
      await db
        .insertInto('chain_attempt')
        .values({
          ...own,
          ...{ key, n, max_fee: String(fees.maxFeePerGas), max_tip: String(fees.maxPriorityFeePerGas) },
          ...{ raw: signed.raw, hash: signed.hash, signed_at: now, first_sent_at: null, last_sent_at: null },
        })
        .execute();
      if (n === 0) await update(key, { status: 'signed' }, now);
    },
    async noteSent(key, n, now) {
      await db
        .updateTable('chain_attempt')
        .set((eb) => ({ first_sent_at: eb.fn.coalesce('first_sent_at', eb.val(now)), last_sent_at: now }))
        .where('network', '=', network)
        .where('signer', '=', signer)
        .where('key', '=', key)
        .where('n', '=', n)
        .execute();
      await update(key, { status: 'sent' }, now);
    },
    noteMined: (key, mined, now) =>
      update(
        key,
        {
          status: 'mined',
          mined_hash: mined.hash,
          mined_block: mined.block,
          mined_block_hash: mined.blockHash,
          mined_succeeded: mined.succeeded ? 1 : 0,
        },
        now,
      ),
    noteUnmined: (key, now) =>
      update(
        key,
        { status: 'sent', mined_hash: null, mined_block: null, mined_block_hash: null, mined_succeeded: null },
        now,
      ),
    end: (key, status, error, now) =>
      update(key, { status, error_code: error?.code ?? null, error_message: error?.message ?? null }, now),
  };
}

class NotQueued extends Error {}

function selectTransactions(db: Kysely<TransactionTables>, own: { network: string; signer: Address }) {
  return db
    .selectFrom('chain_transaction')
    .selectAll()
    .where('network', '=', own.network)
    .where('signer', '=', own.signer);
}

function rank(transaction: QueuedTransaction): number {
  if (transaction.nonce !== null) return 0;
  return transaction.kind === 'pause' ? 1 : 2;
}

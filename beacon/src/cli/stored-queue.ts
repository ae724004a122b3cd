import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { createTransactionQueue } from '../transactions/create-transaction-queue.ts';
import { guardedSigner } from '../transactions/guarded-signer.ts';
import { createSignerChain } from '../transactions/signer-chain.ts';
import { DEFAULT_LIMITS, type SigningPolicy } from '../transactions/signing-policy.ts';
import { createTransactionTables, type TransactionTables } from '../transactions/tables.ts';
import { type TransactionQueue } from '../transactions/transaction-queue.ts';
import { createTransactionStore } from '../transactions/transaction-store.ts';
import { type QueuedTransaction } from '../transactions/transaction.ts';
import { type TransactionSigner } from '../transactions/transaction-signer.ts';
import { type ChainAccess } from './chain-access.ts';
import { type Output } from './output.ts';

/** What the command line may sign: everything that the contract's roles allow, and nothing else anywhere. */
const CLI_FUNCTIONS = [
  'publish',
  'pause',
  'resume',
  'open',
  'rollback',
  'revoke',
  'raiseFloor',
  'setTrust',
  'grantRole',
  'revokeRole',
] as const satisfies readonly BeaconFunction[];

/** Opens the stored queue of this key for as long as `use` takes. */
export async function withQueue<T>(
  chain: ChainAccess,
  signer: TransactionSigner,
  state: string,
  output: Output,
  use: (queue: TransactionQueue) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(state), { recursive: true, mode: 0o700 });
  const database = new Database(state);
  database.pragma('journal_mode = WAL');
  database.pragma('busy_timeout = 5000');
  database.pragma('synchronous = FULL');
  const db = new Kysely<TransactionTables>({ dialect: new SqliteDialect({ database }) });
  try {
    await createTransactionTables(db);
    return await use(openQueue(chain, signer, db, output));
  } finally {
    await db.destroy();
  }
}

function openQueue(
  chain: ChainAccess,
  signer: TransactionSigner,
  db: Kysely<TransactionTables>,
  output: Output,
): TransactionQueue {
  const { deployment, clients, quorum, head } = chain;
  const { chainId, beacon, deploymentBlockHash } = deployment;
  const policy: SigningPolicy = { chainId, beacon, functions: CLI_FUNCTIONS, ...DEFAULT_LIMITS };
  const told = new Set<string>();
  return createTransactionQueue(
    { policy, openIntervalMs: 500 },
    {
      store: createTransactionStore(db, deploymentBlockHash, signer.address),
      signer: guardedSigner(signer, policy),
      chain: createSignerChain({ clients, quorum, head }, signer.address),
      now: Date.now,
      onChange(transaction) {
        const text = progressOf(transaction);
        if (text === undefined || told.has(text)) return;
        told.add(text);
        output.note(text);
      },
    },
  );
}

function progressOf(transaction: QueuedTransaction): string | undefined {
  const { kind, status, nonce, attempts, mined } = transaction;
  const hash = attempts.at(-1)?.hash ?? '';
  switch (status) {
    case 'sent':
      return `${kind}: sent as ${hash} (nonce ${nonce ?? 0})`;
    case 'mined':
      return `${kind}: in block ${mined?.block ?? 0}, waiting until it is final`;
    case 'final':
      return `${kind}: final`;
    case 'queued':
    case 'reserved':
    case 'signed':
    case 'reverted':
    case 'refused':
    case 'expired':
    case 'superseded':
      return undefined;
  }
}

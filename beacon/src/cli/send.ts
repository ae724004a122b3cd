import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Hex32 } from '@noderr/protocol';
import { Kysely, SqliteDialect } from 'kysely';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { type HexData } from '../contract/hex.ts';
import { guardedSigner } from '../transactions/guarded-signer.ts';
import { QueueError } from '../transactions/queue-error.ts';
import { createSignerChain } from '../transactions/signer-chain.ts';
import { DEFAULT_LIMITS, type SigningPolicy } from '../transactions/signing-policy.ts';
import { createTransactionTables, type TransactionTables } from '../transactions/tables.ts';
import { createTransactionQueue, type SignerStatus, type TransactionQueue } from '../transactions/transaction-queue.ts';
import { createTransactionStore } from '../transactions/transaction-store.ts';
import { hasEnded, type QueuedTransaction } from '../transactions/transaction.ts';
import { type TransactionSigner } from '../transactions/transaction-signer.ts';
import { type ChainAccess } from './chain-access.ts';
import { CliError } from './cli-error.ts';
import { type Output } from './output.ts';

export interface SendOptions {
  /** The file that keeps nonces and signed bytes over a crash of this command. */
  state: string;
  /** How far to wait. */
  wait: 'mined' | 'final';
  timeoutS: number;
  dryRun: boolean;
}

export interface Call {
  kind: BeaconFunction;
  data: HexData;
}

export type Sent =
  { kind: 'simulated'; gas: bigint } | { kind: 'sent'; hash: Hex32; block: number; status: 'mined' | 'final' };

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

/** Sends one call through the stored queue and follows it; what an earlier run left open is finished first. */
export async function sendCall(
  chain: ChainAccess,
  signer: TransactionSigner,
  makeCall: () => Promise<Call>,
  options: SendOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Sent> {
  return withQueue(chain, signer, options.state, output, (queue) => follow(queue, makeCall, options, output, signal));
}

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

async function follow(
  queue: TransactionQueue,
  makeCall: () => Promise<Call>,
  options: SendOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Sent> {
  const deadline = AbortSignal.timeout(options.timeoutS * 1000);
  const stop = AbortSignal.any([signal, deadline]);
  const ended = new AbortController();
  const running = queue.run(AbortSignal.any([stop, ended.signal]));
  try {
    await finishEarlier(queue, output, stop);
    const call = await makeCall();
    if (options.dryRun) return await simulate(queue, call);
    const key = await freeKey(queue, call);
    await queue.submit({ key, ...call, expiresAt: Date.now() + options.timeoutS * 1000 });
    const goal = options.wait === 'mined' ? (['mined', ...ENDINGS] as const) : ENDINGS;
    return verdict(await waitFor(queue, key, goal, output, stop));
  } finally {
    ended.abort();
    await running;
  }
}

/** Between two looks at what holds a transaction up; milliseconds. */
const LOOK_MS = 1_000;

const ENDINGS = ['final', 'reverted', 'refused', 'expired', 'superseded'] as const;

/** What an earlier run has signed must end before a new state is read, or the same thing would be done twice. */
async function finishEarlier(queue: TransactionQueue, output: Output, stop: AbortSignal): Promise<void> {
  const open = (await queue.list(20)).filter((transaction) => !hasEnded(transaction) && transaction.status !== 'mined');
  for (const transaction of open) {
    output.note(`an earlier ${transaction.kind} is still under way: following it first`);
    await waitFor(queue, transaction.key, ['mined', ...ENDINGS], output, stop);
  }
}

/** The same call on the same state is the same transaction, unless it ended without a trace. */
async function freeKey(queue: TransactionQueue, call: Call): Promise<string> {
  const hash = createHash('sha256').update(call.data).digest('hex');
  for (let n = 0; ; n++) {
    const key = `${call.kind}-${hash}-${n}`;
    const found = await queue.find(key);
    if (!found || !hasEnded(found)) return key;
  }
}

async function simulate(queue: TransactionQueue, call: Call): Promise<Sent> {
  const simulation = await queue.simulate(call.data);
  if (simulation.kind === 'works') return { kind: 'simulated', gas: simulation.gas };
  const { code, message } = simulation.reason;
  throw new CliError('refused', code, message);
}

async function waitFor(
  queue: TransactionQueue,
  key: string,
  statuses: readonly QueuedTransaction['status'][],
  output: Output,
  stop: AbortSignal,
): Promise<QueuedTransaction> {
  let told = '';
  for (;;) {
    const look = AbortSignal.any([stop, AbortSignal.timeout(LOOK_MS)]);
    const found = await queue.waitFor(key, statuses, look).catch((error: unknown) => {
      if (error instanceof QueueError && error.code === 'queue/aborted') return undefined;
      throw error;
    });
    if (found) return found;
    const { state, problem } = await queue.status();
    if (state === 'frozen' || problem?.code === 'signer/empty-balance') throw stuck(problem, 'refused');
    if (stop.aborted) throw stuck(problem, 'unavailable');
    if (problem && problem.message !== told) output.note(`waiting: ${problem.message}`);
    told = problem?.message ?? told;
  }
}

function stuck(problem: SignerStatus['problem'], exit: 'refused' | 'unavailable'): CliError {
  const code = problem?.code ?? 'queue/timeout';
  return new CliError(exit, code, problem?.message ?? 'stopped waiting', STUCK_HINTS[code] ?? GO_ON);
}

const GO_ON = 'nothing is lost: the same command goes on where this one stopped';
const STUCK_HINTS: Record<string, string> = {
  'signer/foreign-nonce': 'find out who else uses this key; then noderr signer --unfreeze, or use a new key',
  'signer/empty-balance': 'send it some of the chain’s own coin',
};

function verdict(transaction: QueuedTransaction): Sent {
  const { status, mined, error } = transaction;
  if ((status === 'final' || status === 'mined') && mined?.succeeded === true) {
    return { kind: 'sent', hash: mined.hash, block: mined.block, status };
  }
  throw new CliError(
    'refused',
    error?.code ?? 'contract/reverted',
    error?.message ?? 'the contract refused the transaction',
    status === 'superseded' ? 'somebody else uses this key: revoke its role' : '',
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

import { createHash } from 'node:crypto';
import { type Hex32 } from '@noderr/protocol';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { type HexData } from '../contract/hex.ts';
import { QueueError } from '../transactions/queue-error.ts';
import { type SignerStatus, type TransactionQueue } from '../transactions/transaction-queue.ts';
import { hasEnded, type QueuedTransaction } from '../transactions/transaction.ts';
import { type TransactionSigner } from '../transactions/transaction-signer.ts';
import { type ChainAccess } from './chain-access.ts';
import { CliError } from './cli-error.ts';
import { type Output } from './output.ts';
import { withQueue } from './stored-queue.ts';

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

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

/** What a person asked for, whatever state it is asked in. */
export interface Request {
  /** Equal for a repetition of the same command line, so that a run after a crash follows instead of sending again. */
  intent: string;
  /** Reads the state that the call is bound to. */
  makeCall: () => Promise<Call>;
}

export type Sent =
  { kind: 'simulated'; gas: bigint } | { kind: 'sent'; hash: Hex32; block: number; status: 'mined' | 'final' };

/** Sends one call through the stored queue and follows it; what an earlier run left open is finished first. */
export async function sendCall(
  chain: ChainAccess,
  signer: TransactionSigner,
  request: Request,
  options: SendOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Sent> {
  return withQueue(chain, signer, options.state, output, async (queue) => {
    if (options.dryRun) return simulate(queue, await request.makeCall());
    return follow(queue, request, options, output, signal);
  });
}

async function follow(
  queue: TransactionQueue,
  { intent, makeCall }: Request,
  options: SendOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Sent> {
  const deadline = AbortSignal.timeout(options.timeoutS * 1000);
  const stop = AbortSignal.any([signal, deadline]);
  const ended = new AbortController();
  const goal = options.wait === 'mined' ? (['mined', ...ENDINGS] as const) : ENDINGS;
  // Before anything is driven on: what is unsettled now was left so by an earlier run.
  const left = (await queue.list(20)).filter((one) => !hasEnded(one) && one.status !== 'mined');
  const running = queue.run(AbortSignal.any([stop, ended.signal]));
  try {
    const own = left.find((one) => one.key.startsWith(keyPrefix(intent)));
    if (own) {
      output.note(`an earlier run of this ${own.kind} did not end: following it`);
      return verdict(await waitFor(queue, own.key, goal, output, stop));
    }
    await finishEarlier(queue, left, output, stop);
    const call = await makeCall();
    const key = await freeKey(queue, intent);
    await queue.submit({ key, ...call, expiresAt: Date.now() + options.timeoutS * 1000 });
    return verdict(await waitFor(queue, key, goal, output, stop));
  } finally {
    ended.abort();
    await running;
  }
}

/** Between two looks at what holds a transaction up; milliseconds. */
const LOOK_MS = 1_000;

const ENDINGS = ['final', 'reverted', 'refused', 'expired', 'superseded'] as const;

/** What an earlier run has signed must be in a block before a new state is read. */
async function finishEarlier(
  queue: TransactionQueue,
  left: readonly QueuedTransaction[],
  output: Output,
  stop: AbortSignal,
): Promise<void> {
  for (const { kind, key } of left.toReversed()) {
    output.note(`an earlier ${kind} is still under way: following it first`);
    await waitFor(queue, key, ['mined', ...ENDINGS], output, stop);
  }
}

function keyPrefix(intent: string): string {
  return `${createHash('sha256').update(intent).digest('hex')}-`;
}

async function freeKey(queue: TransactionQueue, intent: string): Promise<string> {
  for (let n = 0; ; n++) {
    const key = `${keyPrefix(intent)}${n}`;
    if (!(await queue.find(key))) return key;
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

import { EndpointError } from '../reader/endpoint.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import { bumpedFees } from './fees.ts';
import { nextStep, type Timing } from './next-step.ts';
import { judgeNonces, type Problem } from './nonce-verdict.ts';
import { createStepPerformer } from './perform-step.ts';
import { QueueError } from './queue-error.ts';
import { type NonceCounts } from './signer-chain.ts';
import { callProblem } from './signing-policy.ts';
import { type QueueDeps, type QueueOptions, type TransactionQueue } from './transaction-queue.ts';
import { isUnmined, type QueuedTransaction } from './transaction.ts';
import { createWakeUp } from './wake-up.ts';

const DEFAULT_TIMING: Timing = { resendAfterMs: 15_000, bumpAfterMs: 60_000 };
/** Between two looks while nothing is open; milliseconds. */
const IDLE_INTERVAL_MS = 30_000;
/** A transaction takes a few steps in one tick: prepare, sign, send. */
const MAX_STEPS = 6;

export function createTransactionQueue(options: QueueOptions, deps: QueueDeps): TransactionQueue {
  const { store, signer, chain, now } = deps;
  const { policy } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const wakeUp = createWakeUp();
  const changed = createWakeUp();
  let problem: Problem | null = null;
  let ticking: Promise<void> | undefined;
  const perform = createStepPerformer(options, deps, {
    get: () => problem,
    set: (found) => {
      problem = found;
    },
  });

  async function notify(key: string): Promise<QueuedTransaction> {
    const transaction = await store.find(key);
    if (!transaction) throw new QueueError('queue/unknown-key', `there is no transaction ${key}`);
    deps.onChange?.(transaction);
    changed.wake();
    return transaction;
  }

  async function mayStart(counts: NonceCounts, open: readonly QueuedTransaction[]): Promise<boolean> {
    const verdict = judgeNonces(signer.address, counts, await store.signer(), open);
    switch (verdict.kind) {
      case 'may-start':
        return true;
      case 'start-at':
        await store.startNonces(verdict.nonce);
        return true;
      case 'wait':
        problem = verdict.problem;
        return false;
      case 'freeze':
        await store.freeze(verdict.problem.code, verdict.problem.message, now());
        problem = verdict.problem;
        return false;
    }
  }

  async function advance(
    first: QueuedTransaction,
    counts: NonceCounts,
    signal: AbortSignal,
  ): Promise<QueuedTransaction> {
    let transaction = first;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const facts =
        transaction.attempts.length > 0
          ? await chain.facts(transaction, counts, signal)
          : { receipt: null, finalCount: counts.final };
      const step = nextStep(transaction, facts, timing, mayBump(transaction), now());
      if (step.kind === 'wait' || !(await perform(step, transaction, signal))) return transaction;
      transaction = await notify(transaction.key);
    }
    return transaction;
  }

  function mayBump(transaction: QueuedTransaction): boolean {
    const newest = transaction.attempts.at(-1);
    return newest !== undefined && bumpedFees(newest.fees, newest.fees, policy.maxFeePerGas) !== undefined;
  }

  async function tickOnce(signal: AbortSignal): Promise<void> {
    problem = null;
    try {
      const open = await store.open();
      // Before the stored nonce is read: one that another process gives out meanwhile must not look foreign.
      const counts = await chain.counts(signal);
      const starts = await mayStart(counts, open);
      let unmined = false;
      for (const transaction of open.filter((one) => one.nonce !== null)) {
        unmined = isUnmined(await advance(transaction, counts, signal)) || unmined;
      }
      for (const transaction of open.filter((one) => one.status === 'queued')) {
        const expired = transaction.expiresAt !== null && now() >= transaction.expiresAt;
        if (expired) await advance(transaction, counts, signal);
        else if (starts && !unmined) unmined = isUnmined(await advance(transaction, counts, signal));
      }
      if ((await store.open()).some(isHeldByCap)) {
        problem = { code: 'queue/fee-capped', message: 'in no block yet, and its fee is at the cap' };
      }
    } catch (error) {
      if (!(error instanceof RpcError) && !(error instanceof EndpointError)) throw error;
      problem = { code: error.code, message: error.message };
    }
  }

  function isHeldByCap(transaction: QueuedTransaction): boolean {
    const sent = transaction.attempts.at(-1)?.firstSentAt ?? null;
    const overdue = sent !== null && now() - sent >= timing.bumpAfterMs;
    return overdue && isUnmined(transaction) && !mayBump(transaction);
  }

  const queue: TransactionQueue = {
    address: signer.address,
    async submit({ key, kind, data, expiresAt }) {
      const to = policy.beacon;
      const forbidden = callProblem(policy, { to, data });
      if (forbidden !== undefined) throw new QueueError('queue/not-allowed', `${kind}: ${forbidden}`);
      const stored = await store.insertOnce({ key, kind, to, data, expiresAt: expiresAt ?? null }, now());
      if (stored.data !== data || stored.to !== to) {
        throw new QueueError('queue/key-reused', `the key ${key} already stands for another call`);
      }
      deps.onChange?.(stored);
      wakeUp.wake();
      return stored;
    },
    simulate: (data, signal = never()) => chain.simulate({ to: policy.beacon, data }, signal),
    find: (key) => store.find(key),
    list: (limit) => store.list(limit),
    balance: (signal = never()) => chain.balance(signal),
    async status() {
      const [{ frozen }, open] = await Promise.all([store.signer(), store.open()]);
      const frozenProblem = frozen && { code: frozen.code, message: frozen.detail };
      const state = frozen ? 'frozen' : 'ready';
      return { address: signer.address, state, problem: frozenProblem ?? problem, open: open.length };
    },
    async unfreeze(signal = never()) {
      const open = await store.open();
      if (open.some(isUnmined)) throw new QueueError('queue/in-flight', 'a signed transaction is in no block yet');
      const counts = await chain.counts(signal);
      await store.resetNonces(Math.max(counts.latest, counts.pending));
      await store.unfreeze();
      wakeUp.wake();
    },
    tick(signal = never()) {
      ticking ??= tickOnce(signal).finally(() => {
        ticking = undefined;
      });
      return ticking;
    },
    async run(signal) {
      while (!signal.aborted) {
        await queue.tick(signal);
        const busy = (await store.open()).length > 0;
        const interval = busy ? (options.openIntervalMs ?? 1_000) : IDLE_INTERVAL_MS;
        await wakeUp.sleep(interval, signal);
      }
    },
    async waitFor(key, statuses, signal) {
      for (;;) {
        const transaction = await store.find(key);
        if (transaction && statuses.includes(transaction.status)) return transaction;
        if (signal.aborted) throw new QueueError('queue/aborted', `stopped waiting for ${key}`);
        await changed.sleep(1_000, signal);
      }
    },
  };
  return queue;
}

function never(): AbortSignal {
  return new AbortController().signal;
}

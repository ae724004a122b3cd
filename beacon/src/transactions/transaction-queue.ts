import { type Address } from '@noderr/protocol';
import { type BeaconFunction } from '../contract/beacon-abi.ts';
import { type HexData } from '../contract/hex.ts';
import { EndpointError } from '../reader/endpoint.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import { bumpedFees, type Fees, firstFees } from './fees.ts';
import { nextStep, type Step, type Timing } from './next-step.ts';
import { QueueError } from './queue-error.ts';
import { type NonceCounts, type SignerChain, type Simulation } from './signer-chain.ts';
import { callProblem, isRateCapped, type SigningPolicy } from './signing-policy.ts';
import { type TransactionStore } from './transaction-store.ts';
import { isUnmined, type QueuedTransaction } from './transaction.ts';
import { type TransactionSigner } from './transaction-signer.ts';
import { createWakeUp } from './wake-up.ts';

export interface TransactionRequest {
  /** The same key is the same transaction, however often it is submitted. */
  key: string;
  kind: BeaconFunction;
  data: HexData;
  /** Milliseconds since the epoch after which it is not signed any more. */
  expiresAt?: number | undefined;
}

export interface SignerStatus {
  address: Address;
  state: 'ready' | 'frozen';
  /** Why the newest transaction does not get on, or why the signer is frozen; null when all is well. */
  problem: { code: string; message: string } | null;
  open: number;
}

export interface QueueOptions {
  policy: SigningPolicy;
  timing?: Partial<Timing>;
  /** Milliseconds between two looks while something is open, and while nothing is. */
  openIntervalMs?: number;
  idleIntervalMs?: number;
}

export interface QueueDeps {
  store: TransactionStore;
  signer: TransactionSigner;
  chain: SignerChain;
  now: () => number;
  /** Called after each change that is stored, in order. */
  onChange?: (transaction: QueuedTransaction) => void;
}

/** One serial queue per key: it owns the nonces, and everything it does is stored before it is done. */
export interface TransactionQueue {
  readonly address: Address;
  /** @throws QueueError for a call that the policy forbids, or a key that stands for another call */
  submit(request: TransactionRequest): Promise<QueuedTransaction>;
  simulate(data: HexData, signal?: AbortSignal): Promise<Simulation>;
  find(key: string): Promise<QueuedTransaction | undefined>;
  list(limit: number): Promise<QueuedTransaction[]>;
  status(): Promise<SignerStatus>;
  balance(signal?: AbortSignal): Promise<bigint>;
  /** Takes the chain's nonce as its own again, after a person has looked. */
  unfreeze(signal?: AbortSignal): Promise<void>;
  /** Looks once and does what is due; two ticks never overlap. */
  tick(signal?: AbortSignal): Promise<void>;
  /** Ticks until aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves when the transaction is in one of these; `run` or `tick` must drive it. */
  waitFor(
    key: string,
    statuses: readonly QueuedTransaction['status'][],
    signal: AbortSignal,
  ): Promise<QueuedTransaction>;
}

const DEFAULT_TIMING: Timing = { resendAfterMs: 15_000, bumpAfterMs: 60_000 };
const HOUR_MS = 3_600_000;
/** A transaction takes a few steps in one tick: prepare, sign, send. */
const MAX_STEPS = 6;

interface Problem {
  code: string;
  message: string;
}

export function createTransactionQueue(options: QueueOptions, deps: QueueDeps): TransactionQueue {
  const { store, signer, chain, now } = deps;
  const { policy } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const wakeUp = createWakeUp();
  const changed = createWakeUp();
  let problem: Problem | null = null;
  let ticking: Promise<void> | undefined;

  async function notify(key: string): Promise<QueuedTransaction> {
    const transaction = await store.find(key);
    if (!transaction) throw new QueueError('queue/unknown-key', `there is no transaction ${key}`);
    deps.onChange?.(transaction);
    changed.wake();
    return transaction;
  }

  async function freeze(code: string, message: string): Promise<void> {
    await store.freeze(code, message, now());
    problem = { code, message };
  }

  /** Nonces that moved without us mean that somebody else has the key. */
  async function checkNonces(counts: NonceCounts, open: readonly QueuedTransaction[]): Promise<boolean> {
    const { nextNonce, frozen } = await store.signer();
    if (frozen) {
      problem = { code: frozen.code, message: frozen.detail };
      return false;
    }
    if (nextNonce === null) {
      if (open.length === 0) return false;
      if (counts.pending !== counts.latest) {
        problem = { code: 'signer/busy', message: `a transaction of ${signer.address} that is not ours is under way` };
        return false;
      }
      await store.startNonces(counts.latest);
      return true;
    }
    const used = Math.max(counts.latest, counts.pending);
    if (used > nextNonce) {
      await freeze('signer/foreign-nonce', `nonce ${used - 1} of ${signer.address} was used, but not by this queue`);
      return false;
    }
    if (counts.latest < nextNonce && !open.some((one) => one.nonce !== null)) {
      problem = { code: 'signer/nonce-behind', message: 'the endpoints do not show the last transaction yet' };
      return false;
    }
    return true;
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

  /** False where nothing came of it and it has to be tried again later. */
  async function perform(
    step: Exclude<Step, { kind: 'wait' }>,
    transaction: QueuedTransaction,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { key } = transaction;
    switch (step.kind) {
      case 'expire': {
        const message = problem ? `it could not be sent in time: ${problem.message}` : 'it could not be sent in time';
        await store.end(key, 'expired', { code: 'queue/expired', message }, now());
        return true;
      }
      case 'prepare':
        return prepare(transaction, signal);
      case 'sign':
        await sign(transaction, 0, firstFees(await chain.fees(signal), policy.maxFeePerGas));
        return true;
      case 'send':
        return send(transaction, signal);
      case 'bump':
        return bump(transaction, signal);
      case 'note-mined':
        await store.noteMined(key, step.mined, now());
        return true;
      case 'note-unmined':
        await store.noteUnmined(key, now());
        // The node may have forgotten it with the block that held it.
        await send(transaction, signal);
        return true;
      case 'finish': {
        const error =
          step.status === 'reverted'
            ? { code: 'contract/reverted', message: 'the chain has changed since the simulation: the contract refused' }
            : null;
        await store.end(key, step.status, error, now());
        return true;
      }
      case 'supersede': {
        const message = `nonce ${transaction.nonce ?? 0} was used for good by a transaction that is not ours`;
        await freeze('signer/foreign-nonce', message);
        await store.end(key, 'superseded', { code: 'signer/foreign-nonce', message }, now());
        return true;
      }
    }
  }

  /** Nothing is reserved before the simulation works, so that a refusal leaves no gap in the nonces. */
  async function prepare(transaction: QueuedTransaction, signal: AbortSignal): Promise<boolean> {
    const { key, kind, to, data } = transaction;
    if (isRateCapped(policy, kind, await store.signedSince(now() - HOUR_MS), now())) {
      problem = { code: 'queue/rate-capped', message: `${policy.maxPerHour} transactions within an hour: it waits` };
      return false;
    }
    const simulation = await chain.simulate({ to, data }, signal);
    if (simulation.kind === 'refused') {
      await store.end(key, 'refused', simulation.reason, now());
      return true;
    }
    const gasLimit = (simulation.gas * 12n) / 10n;
    if (gasLimit > policy.maxGas) {
      await store.end(key, 'refused', { code: 'queue/gas-capped', message: `needs ${gasLimit} gas` }, now());
      return true;
    }
    const fees = firstFees(await chain.fees(signal), policy.maxFeePerGas);
    if ((await chain.balance(signal)) < gasLimit * fees.maxFeePerGas) {
      problem = { code: 'signer/empty-balance', message: `${signer.address} cannot pay for gas: it waits for funds` };
      return false;
    }
    return store.reserve(key, gasLimit, now());
  }

  async function sign(transaction: QueuedTransaction, n: number, fees: Fees): Promise<void> {
    const { key, nonce, to, data, gasLimit } = transaction;
    if (nonce === null || gasLimit === null) throw new QueueError('queue/unknown-key', `${key} has no nonce`);
    const signed = await signer.sign({ chainId: policy.chainId, nonce, to, data, gasLimit, ...fees });
    await store.addAttempt(key, n, fees, signed, now());
  }

  async function send(transaction: QueuedTransaction, signal: AbortSignal): Promise<boolean> {
    const newest = transaction.attempts.at(-1);
    if (!newest) return false;
    const broadcast = await chain.broadcast(newest.raw, signal);
    // "Already known" and "nonce too low" are refusals too: what became of it shows in the receipts.
    if (broadcast.kind === 'refused') problem = { code: 'queue/not-taken', message: broadcast.message };
    await store.noteSent(transaction.key, newest.n, now());
    return true;
  }

  async function bump(transaction: QueuedTransaction, signal: AbortSignal): Promise<boolean> {
    const newest = transaction.attempts.at(-1);
    const fees = newest && bumpedFees(newest.fees, await chain.fees(signal), policy.maxFeePerGas);
    if (!newest || !fees) return false;
    await sign(transaction, newest.n + 1, fees);
    return true;
  }

  async function tickOnce(signal: AbortSignal): Promise<void> {
    problem = null;
    try {
      const open = await store.open();
      const counts = await chain.counts(signal);
      const mayStart = await checkNonces(counts, open);
      let unmined = false;
      for (const transaction of open.filter((one) => one.nonce !== null)) {
        unmined = isUnmined(await advance(transaction, counts, signal)) || unmined;
      }
      for (const transaction of open.filter((one) => one.status === 'queued')) {
        if (transaction.expiresAt !== null && now() >= transaction.expiresAt)
          await advance(transaction, counts, signal);
        else if (mayStart && !unmined) unmined = isUnmined(await advance(transaction, counts, signal));
      }
      noteCap(await store.open());
    } catch (error) {
      if (!(error instanceof RpcError) && !(error instanceof EndpointError)) throw error;
      problem = { code: error.code, message: error.message };
    }
  }

  function noteCap(open: readonly QueuedTransaction[]): void {
    const stuck = open.find((one) => {
      const sent = one.attempts.at(-1)?.firstSentAt ?? null;
      return isUnmined(one) && sent !== null && now() - sent >= timing.bumpAfterMs && !mayBump(one);
    });
    if (stuck) problem = { code: 'queue/fee-capped', message: 'in no block yet, and its fee is at the cap' };
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
        const interval = busy ? (options.openIntervalMs ?? 1_000) : (options.idleIntervalMs ?? 30_000);
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

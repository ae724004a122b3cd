import { bumpedFees, type Fees, firstFees } from './fees.ts';
import { type Step } from './next-step.ts';
import { type Problem } from './nonce-verdict.ts';
import { QueueError } from './queue-error.ts';
import { isRateCapped } from './signing-policy.ts';
import { type QueueDeps, type QueueOptions } from './transaction-queue.ts';
import { type QueuedTransaction } from './transaction.ts';

export type DueStep = Exclude<Step, { kind: 'wait' }>;

/** Does one step and stores what came of it; false where it has to be tried again later. */
export type PerformStep = (step: DueStep, transaction: QueuedTransaction, signal: AbortSignal) => Promise<boolean>;

const HOUR_MS = 3_600_000;

/** One executor per kind of step; `problem` is the queue's, so that what holds a transaction up is told. */
export function createStepPerformer(
  { policy }: Pick<QueueOptions, 'policy'>,
  { store, signer, chain, now }: QueueDeps,
  problem: { get: () => Problem | null; set: (problem: Problem) => void },
): PerformStep {
  /** Nothing is reserved before the simulation works, so that a refusal leaves no gap in the nonces. */
  async function prepare(transaction: QueuedTransaction, signal: AbortSignal): Promise<boolean> {
    const { key, kind, to, data } = transaction;
    if (isRateCapped(policy, kind, await store.signedSince(now() - HOUR_MS), now())) {
      problem.set({ code: 'queue/rate-capped', message: `${policy.maxPerHour} transactions within an hour: it waits` });
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
      const message = `${signer.address} cannot pay for gas: it waits for funds`;
      problem.set({ code: 'signer/empty-balance', message });
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
    if (broadcast.kind === 'refused') problem.set({ code: 'queue/not-taken', message: broadcast.message });
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

  async function supersede({ key, nonce }: QueuedTransaction): Promise<void> {
    const message = `nonce ${nonce ?? 0} was used for good by a transaction that is not ours`;
    const foreign = { code: 'signer/foreign-nonce', message };
    await store.freeze(foreign.code, message, now());
    problem.set(foreign);
    await store.end(key, 'superseded', foreign, now());
  }

  return async (step, transaction, signal) => {
    const { key } = transaction;
    switch (step.kind) {
      case 'expire': {
        const why = problem.get();
        const message = why ? `it could not be sent in time: ${why.message}` : 'it could not be sent in time';
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
        const message = 'the chain has changed since the simulation: the contract refused';
        const error = step.status === 'reverted' ? { code: 'contract/reverted', message } : null;
        await store.end(key, step.status, error, now());
        return true;
      }
      case 'supersede':
        await supersede(transaction);
        return true;
    }
  };
}

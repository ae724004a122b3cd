import { RpcError } from '@noderr/beacon';
import { type TransactionQueue } from '@noderr/beacon/transactions';
import { type Ms } from '@noderr/protocol';
import { type QueuedCall, type Transactions } from './transactions.ts';

type Queue = Pick<TransactionQueue, 'address' | 'status' | 'simulate' | 'submit' | 'find'>;
type Queued = NonNullable<Awaited<ReturnType<Queue['find']>>>;

/** Beacon's queue as actions see it. */
export function queueTransactions(queue: Queue): Transactions {
  return {
    async signer() {
      const { address, state, problem } = await queue.status();
      return { address, state, problem: problem?.message ?? '' };
    },
    async simulate(data) {
      try {
        const simulation = await queue.simulate(data as Parameters<Queue['simulate']>[0]);
        if (simulation.kind === 'works') return { ok: true };
        return { ok: false, kind: 'reverts', message: simulation.reason.message };
      } catch (error) {
        // Fails closed: what could not be tried out is not sent.
        if (!(error instanceof RpcError)) throw error;
        return { ok: false, kind: 'unavailable', message: error.message };
      }
    },
    async submit({ key, kind, data, expiresAt }) {
      await queue.submit({ key, kind, data: data as Queued['data'], expiresAt });
    },
    async find(key) {
      const found = await queue.find(key);
      return found ? queuedCall(found, queue.address) : null;
    },
  };
}

function queuedCall(found: Queued, from: QueuedCall['from']): QueuedCall {
  return {
    // The nonce is taken before the bytes exist: to an admin both is "confirmed".
    status: found.status === 'reserved' ? 'queued' : found.status,
    hash: found.mined?.hash ?? found.attempts.at(-1)?.hash ?? null,
    from,
    block: found.mined?.block ?? null,
    sentAt: (found.attempts[0]?.firstSentAt as Ms | null | undefined) ?? null,
    since: found.updatedAt as Ms,
    error: found.error?.message ?? '',
  };
}

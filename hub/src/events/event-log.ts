import { type EventDelivery, type HeartbeatReply, type NodeId, type Seq, type Tier } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type Db } from '../database/database.ts';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type KeyRing } from '../identity/key-ring.ts';
import { checkDelivery, type Reporter } from './check-delivery.ts';
import { type EventHistory } from './event-history.ts';
import { findAttemptsOf, findOutcomes, findOutcomesOf, latestAttempts, outcomeOf } from './event-repository.ts';
import { findReceipts } from './receipt-repository.ts';
import { storeDeliveries } from './store-deliveries.ts';
import { type AttemptTable } from './tables.ts';

export interface EventLog extends EventHistory {
  /** Stores a node's events, all or none; answers their ids once they are durable. */
  receive(sender: Reporter, deliveries: readonly EventDelivery[]): Promise<string[]>;
  /** How far the node's newest attempt is stored without a gap. */
  ackedThrough(nodeId: NodeId): HeartbeatReply['eventsAckedThrough'];
}

export interface EventLogDeps {
  db: Db;
  keys: Pick<KeyRing, 'find'>;
  clock: Clock;
}

/** Rollouts whose outcomes are kept at hand: each tier's present one and a few that somebody looks at. */
const MAX_CACHED_ROLLOUTS = 16;

export async function openEventLog({ db, keys, clock }: EventLogDeps): Promise<EventLog> {
  const progress = new Map<NodeId, AttemptTable>();
  for (const attempt of await latestAttempts(db)) progress.set(attempt.node_id as NodeId, attempt);
  const listeners = new Set<(outcome: NodeOutcome) => void>();
  const cache = new Map<string, Promise<ReadonlyMap<NodeId, NodeOutcome>>>();

  async function loadOutcomes(tier: Tier, rolloutId: Seq): Promise<ReadonlyMap<NodeId, NodeOutcome>> {
    const outcomes = await findOutcomesOf(db, tier, rolloutId);
    return new Map(outcomes.map((outcome) => [outcome.nodeId, outcome]));
  }

  function publish(outcome: NodeOutcome): void {
    cache.delete(cacheKey(outcome.tier, outcome.rolloutId));
    for (const listener of listeners) listener(outcome);
  }

  return {
    async receive(sender, deliveries) {
      for (const delivery of deliveries) checkDelivery(delivery, sender, keys);
      const now = clock.now();
      const stored = await db.transaction().execute(async (transaction) => {
        const results = [];
        for (const [attemptId, own] of byAttempt(deliveries)) {
          results.push(await storeDeliveries(transaction, sender.nodeId, attemptId, own, now));
        }
        return results;
      });
      for (const { attempt, ended } of stored) {
        const newest = progress.get(sender.nodeId);
        if (!newest || attempt.received_at >= newest.received_at) progress.set(sender.nodeId, attempt);
        if (ended) outcomeOf(attempt).forEach(publish);
      }
      return deliveries.map(({ event }) => event.id);
    },
    ackedThrough(nodeId) {
      const attempt = progress.get(nodeId);
      if (!attempt || attempt.acked_n < 0) return null;
      return { attemptId: attempt.attempt_id, n: attempt.acked_n };
    },
    outcomesOf(tier, rolloutId) {
      const key = cacheKey(tier, rolloutId);
      const found = cache.get(key);
      if (found) return found;
      const loading = loadOutcomes(tier, rolloutId);
      cache.set(key, loading);
      loading.catch(() => cache.delete(key));
      for (const oldest of cache.keys()) {
        if (cache.size <= MAX_CACHED_ROLLOUTS) break;
        cache.delete(oldest);
      }
      return loading;
    },
    attemptsOf: (nodeId, limit) => findAttemptsOf(db, nodeId, limit),
    outcomes: (query) => findOutcomes(db, query),
    receipts: (query) => findReceipts(db, query),
    onOutcome(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function cacheKey(tier: Tier, rolloutId: Seq): string {
  return `${tier}/${rolloutId}`;
}

function byAttempt(deliveries: readonly EventDelivery[]): Map<string, EventDelivery[]> {
  return Map.groupBy(deliveries, ({ event }) => event.attemptId);
}

import { EventDelivery, type Ms, type NodeId, type ReleaseId, type Seq, type Tier } from '@noderr/protocol';
import { type DbOrTransaction } from '../database/database.ts';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type OutcomeQuery, type StoredAttempt } from './event-history.ts';
import { type AttemptTable } from './tables.ts';

export function findAttempt(db: DbOrTransaction, nodeId: NodeId, attemptId: string): Promise<AttemptTable | undefined> {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('node_id', '=', nodeId)
    .where('attempt_id', '=', attemptId)
    .executeTakeFirst();
}

/** The stored deliveries of an attempt by n. */
export async function findDeliveries(
  db: DbOrTransaction,
  nodeId: NodeId,
  attemptId: string,
): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('update_events')
    .select(['n', 'delivery'])
    .where('node_id', '=', nodeId)
    .where('attempt_id', '=', attemptId)
    .orderBy('n')
    .execute();
  return new Map(rows.map((row) => [row.n, row.delivery]));
}

export async function insertDelivery(db: DbOrTransaction, delivery: EventDelivery, receivedAt: Ms): Promise<void> {
  const { nodeId, attemptId, n } = delivery.event;
  await db
    .insertInto('update_events')
    .values({
      node_id: nodeId,
      attempt_id: attemptId,
      n,
      kind: delivery.kind,
      received_at: receivedAt,
      delivery: JSON.stringify(delivery),
    })
    .execute();
}

export async function saveAttempt(db: DbOrTransaction, attempt: AttemptTable): Promise<void> {
  await db
    .insertInto('attempts')
    .values(attempt)
    .onConflict((conflict) => conflict.columns(['node_id', 'attempt_id']).doUpdateSet(attempt))
    .execute();
}

/** Of each node the attempt that it told of last, or those of one request, oldest first. */
export async function latestAttempts(db: DbOrTransaction): Promise<AttemptTable[]> {
  const rows = await db
    .selectFrom('attempts')
    .innerJoin(
      (query) =>
        query
          .selectFrom('attempts')
          .select(({ fn }) => ['node_id as of_node', fn.max('received_at').as('newest')])
          .groupBy('node_id')
          .as('last'),
      (join) => join.onRef('last.of_node', '=', 'attempts.node_id').onRef('last.newest', '=', 'attempts.received_at'),
    )
    .selectAll('attempts')
    .orderBy('attempts.started_at')
    .execute();
  return rows;
}

/** Rows of attempts that have ended, oldest first, so that the last of a node wins. */
export async function findOutcomesOf(db: DbOrTransaction, tier: Tier, rolloutId: Seq): Promise<NodeOutcome[]> {
  const rows = await db
    .selectFrom('attempts')
    .selectAll()
    .where('tier', '=', tier)
    .where('rollout_id', '=', rolloutId)
    .where('outcome', 'is not', null)
    .orderBy('outcome_received_at')
    .orderBy('outcome_at')
    .execute();
  return rows.flatMap(outcomeOf);
}

export async function findOutcomes(db: DbOrTransaction, query: OutcomeQuery): Promise<NodeOutcome[]> {
  let select = db
    .selectFrom('attempts')
    .selectAll()
    .where('outcome', 'is not', null)
    .orderBy('outcome_received_at', 'desc')
    .limit(query.limit);
  if (query.tier !== undefined) select = select.where('tier', '=', query.tier);
  if (query.since !== undefined) select = select.where('outcome_received_at', '>=', query.since);
  if (query.until !== undefined) select = select.where('outcome_received_at', '<=', query.until);
  return (await select.execute()).flatMap(outcomeOf);
}

export async function findAttemptsOf(db: DbOrTransaction, nodeId: NodeId, limit: number): Promise<StoredAttempt[]> {
  const attempts = await db
    .selectFrom('attempts')
    .selectAll()
    .where('node_id', '=', nodeId)
    .orderBy('received_at', 'desc')
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return Promise.all(
    attempts.map(async (row) => {
      const deliveries = await findDeliveries(db, nodeId, row.attempt_id);
      return {
        nodeId,
        attemptId: row.attempt_id,
        tier: row.tier,
        rolloutId: row.rollout_id as Seq,
        from: row.from_id as ReleaseId,
        to: row.to_id as ReleaseId,
        startedAt: row.started_at as Ms,
        outcome: row.outcome,
        code: row.code,
        events: [...deliveries.values()].map((text) => EventDelivery.parse(JSON.parse(text))),
      };
    }),
  );
}

/** The row's outcome, nothing while the attempt goes on. */
export function outcomeOf(row: AttemptTable): NodeOutcome[] {
  if (row.outcome === null || row.outcome_at === null || row.outcome_received_at === null) return [];
  return [
    {
      nodeId: row.node_id as NodeId,
      attemptId: row.attempt_id,
      tier: row.tier,
      rolloutId: row.rollout_id as Seq,
      from: row.from_id as ReleaseId,
      to: row.to_id as ReleaseId,
      outcome: row.outcome,
      code: row.code,
      at: row.outcome_at as Ms,
      receivedAt: row.outcome_received_at as Ms,
      durationMs: row.duration_ms ?? 0,
      rollbackMs: row.rollback_ms,
    },
  ];
}

import { type EventDelivery, EventDelivery as Delivery, type Ms, type NodeId } from '@noderr/protocol';
import { type DbOrTransaction } from '../database/database.ts';
import { HubError } from '../problem/hub-error.ts';
import { ackedThrough, withEvent } from './attempt-progress.ts';
import { findAttempt, findDeliveries, insertDelivery, saveAttempt } from './event-repository.ts';
import { type AttemptTable } from './tables.ts';

/** Stores one attempt's checked deliveries that are new; answers its row and whether it just got its outcome. */
export async function storeDeliveries(
  db: DbOrTransaction,
  nodeId: NodeId,
  attemptId: string,
  deliveries: readonly EventDelivery[],
  now: Ms,
): Promise<{ attempt: AttemptTable; ended: boolean }> {
  const stored = await findDeliveries(db, nodeId, attemptId);
  let attempt = await findAttempt(db, nodeId, attemptId);
  const before = attempt?.outcome_n ?? null;
  let highestN = Math.max(-1, ...stored.keys());

  for (const delivery of [...deliveries].sort((a, b) => a.event.n - b.event.n)) {
    const { event } = delivery;
    const known = stored.get(event.n);
    if (known !== undefined) {
      checkSame(known, delivery);
      continue;
    }
    attempt = withEvent(attempt, event, { receivedAt: now, highestN });
    await insertDelivery(db, delivery, now);
    stored.set(event.n, JSON.stringify(delivery));
    highestN = Math.max(highestN, event.n);
  }

  if (!attempt) throw new Error(`attempt ${attemptId} has events but no row`);
  const acked = { ...attempt, acked_n: ackedThrough(attempt.acked_n, stored.keys()) };
  await saveAttempt(db, acked);
  return { attempt: acked, ended: before === null && acked.outcome_n !== null };
}

/** A repeated event is fine, another event under the same id is not. */
function checkSame(known: string, delivery: EventDelivery): void {
  const { event } = Delivery.parse(JSON.parse(known));
  if (JSON.stringify(event) !== JSON.stringify(delivery.event)) {
    throw new HubError('event/conflict', `event ${event.id} is stored with other content`);
  }
}

import { type UpdateEvent } from '@noderr/protocol';
import { HubError } from '../problem/hub-error.ts';
import { type AttemptTable } from './tables.ts';

/** An attempt's row after a new event; throws when the event cannot belong to it. */
export function withEvent(
  attempt: AttemptTable | undefined,
  event: UpdateEvent,
  stored: { receivedAt: number; highestN: number },
): AttemptTable {
  const row = attempt ?? firstRow(event, stored.receivedAt);
  if (row.outcome_n !== null) {
    if (event.kind === 'outcome') throw new HubError('event/after-outcome', 'this attempt has its outcome already');
    if (event.n > row.outcome_n)
      throw new HubError('event/after-outcome', 'an outcome is the last event of its attempt');
  }
  if (event.kind === 'state') return row;
  if (event.n < stored.highestN)
    throw new HubError('event/after-outcome', 'an outcome is the last event of its attempt');
  return {
    ...row,
    outcome: event.outcome,
    code: event.code,
    outcome_n: event.n,
    outcome_at: event.at,
    outcome_received_at: stored.receivedAt,
    duration_ms: event.durationMs,
    rollback_ms: event.rollbackMs,
  };
}

/** Up to which n the events are there without a gap, given that `present` are stored above `ackedN`. */
export function ackedThrough(ackedN: number, present: Iterable<number>): number {
  let acked = ackedN;
  for (const n of [...present].sort((a, b) => a - b)) if (n === acked + 1) acked = n;
  return acked;
}

function firstRow(event: UpdateEvent, receivedAt: number): AttemptTable {
  return {
    node_id: event.nodeId,
    attempt_id: event.attemptId,
    tier: event.tier,
    rollout_id: event.rolloutId,
    from_id: event.from,
    to_id: event.to,
    started_at: event.at,
    received_at: receivedAt,
    acked_n: -1,
    outcome: null,
    code: null,
    outcome_n: null,
    outcome_at: null,
    outcome_received_at: null,
    duration_ms: null,
    rollback_ms: null,
  };
}

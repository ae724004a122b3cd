import { type EventDelivery, type FailureCode, type Outcome, type Tier } from '@noderr/protocol';

export interface UpdateEventTable {
  node_id: string;
  attempt_id: string;
  n: number;
  /** The kind of the delivery. */
  kind: EventDelivery['kind'];
  received_at: number;
  /** An `EventDelivery` as JSON, the receipt included. */
  delivery: string;
}

/** One row an attempt, kept in step with its events in the same transaction. */
export interface AttemptTable {
  node_id: string;
  attempt_id: string;
  tier: Tier;
  rollout_id: number;
  from_id: number;
  to_id: number;
  /** `at` of its first event that arrived; the node's clock. */
  started_at: number;
  /** When the hub got its first event. */
  received_at: number;
  /** Events 0…acked_n are stored without a gap; −1 = event 0 is missing. */
  acked_n: number;
  outcome: Outcome | null;
  code: FailureCode | null;
  /** The n of the outcome event. */
  outcome_n: number | null;
  /** The node's clock. */
  outcome_at: number | null;
  /** The hub's clock. */
  outcome_received_at: number | null;
  duration_ms: number | null;
  rollback_ms: number | null;
}

export interface EventTables {
  update_events: UpdateEventTable;
  attempts: AttemptTable;
}

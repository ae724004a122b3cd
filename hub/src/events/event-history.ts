import {
  type EventDelivery,
  type FailureCode,
  type Ms,
  type NodeId,
  type Outcome,
  type ReceiptQuery,
  type ReleaseId,
  type Seq,
  type Tier,
} from '@noderr/protocol';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type FoundReceipts } from './receipt-repository.ts';

export interface StoredAttempt {
  readonly nodeId: NodeId;
  readonly attemptId: string;
  readonly tier: Tier;
  readonly rolloutId: Seq;
  readonly from: ReleaseId;
  readonly to: ReleaseId;
  readonly startedAt: Ms;
  readonly outcome: Outcome | null;
  readonly code: FailureCode | null;
  readonly events: readonly EventDelivery[];
}

export interface OutcomeQuery {
  tier?: Tier;
  /** By the hub's clock, inclusive. */
  since?: Ms;
  until?: Ms;
  /** Newest first when it cuts. */
  limit: number;
}

/** What nodes reported of their attempts, as stored; all of it durable. */
export interface EventHistory {
  /** The last outcome of each node in one rollout. */
  outcomesOf(tier: Tier, rolloutId: Seq): Promise<ReadonlyMap<NodeId, NodeOutcome>>;
  /** A node's attempts with their events, newest first. */
  attemptsOf(nodeId: NodeId, limit: number): Promise<StoredAttempt[]>;
  /** Outcomes, newest first. */
  outcomes(query: OutcomeQuery): Promise<NodeOutcome[]>;
  /** What nodes signed beside how it is filed. @throws HubError `request/invalid` for an `after` that is no cursor */
  receipts(query: ReceiptQuery): Promise<FoundReceipts>;
  /** Tells of each new outcome once it is stored; the answer stops that. */
  onOutcome(listener: (outcome: NodeOutcome) => void): () => void;
}

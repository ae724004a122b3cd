import {
  type Actor,
  type FailureCode,
  type Heartbeat,
  type Ms,
  type NodeId,
  type NodeTier,
  type Outcome,
  type ReleaseId,
  type Seq,
  type Tier,
} from '@noderr/protocol';

/** What the hub knows of one enrolled node that is not forgotten. */
export interface FleetNode {
  readonly nodeId: NodeId;
  readonly name: string;
  readonly tier: NodeTier;
  readonly enrolledAt: Ms;
  readonly suspended: { readonly at: Ms; readonly reason: string } | null;
  /** The newest heartbeat and when the hub got it (the hub's clock); null before the first. */
  readonly heartbeat: Heartbeat | null;
  readonly heardAt: Ms | null;
  /** Since when it was heard without a silence; null before the first heartbeat. */
  readonly upSince: Ms | null;
}

/** How a node's last attempt of one rollout ended. */
export interface NodeOutcome {
  readonly nodeId: NodeId;
  readonly attemptId: string;
  readonly tier: Tier;
  readonly rolloutId: Seq;
  readonly from: ReleaseId;
  readonly to: ReleaseId;
  readonly outcome: Outcome;
  readonly code: FailureCode | null;
  /** By the node's clock. */
  readonly at: Ms;
  /** By the hub's clock: compare with other times of the hub. */
  readonly receivedAt: Ms;
  readonly durationMs: number;
  readonly rollbackMs: number | null;
}

/** All enrolled nodes as last heard; in memory, written through in batches. */
export interface Fleet {
  /** In order of enrolment, suspended ones included. */
  list(): readonly FleetNode[];
  get(nodeId: NodeId): FleetNode | undefined;
  /** When this hub process began to listen: nobody is silent before it had the chance to speak. */
  readonly since: Ms;
}

/** What admins do to nodes, with its audit entry; each throws `HubError` `node/unknown` for a node that is not enrolled. */
export interface NodeAdministration {
  suspend(nodeId: NodeId, reason: string, by: Actor): Promise<FleetNode>;
  resume(nodeId: NodeId, reason: string, by: Actor): Promise<FleetNode>;
  /** Refuses the node's keys from now on; its events and receipts stay. */
  forget(nodeId: NodeId, reason: string, by: Actor): Promise<void>;
}

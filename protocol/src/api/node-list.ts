import { z } from 'zod';
import { AgentState } from '../agent-state.ts';
import { Ms, NodeId, ReleaseId } from '../brands.ts';
import { FailureCode } from '../failure-code.ts';
import { CannotFollow, TelemetryHealth } from '../heartbeat.ts';
import { NodePlace } from '../rollout-view.ts';
import { ServiceHealth } from '../service-health.ts';
import { NodeTier } from '../tier.ts';
import { EventDelivery, Outcome } from '../update-event.ts';
import { Version } from '../version.ts';

export const NodeStatus = z.enum(['active', 'inactive', 'suspended']);
export type NodeStatus = z.infer<typeof NodeStatus>;

/** One node in the list of nodes; `healthy` by its standing checks, as last heard. */
export const NodeSummary = z.object({
  nodeId: NodeId,
  name: z.string(),
  tier: NodeTier,
  status: NodeStatus,
  /** Where it stands in its tier's present rollout. */
  place: NodePlace,
  cohort: z.int().nonnegative().nullable(),
  state: AgentState.nullable(),
  committed: ReleaseId,
  version: Version.nullable(),
  healthy: z.boolean(),
  lastHeartbeatAt: Ms.nullable(),
  held: z.boolean(),
  unsafe: z.boolean(),
  failed: z.object({ releaseId: ReleaseId, code: FailureCode }).nullable(),
});
export type NodeSummary = z.infer<typeof NodeSummary>;

/** GET /api/v1/nodes?tier=&version=&place=&status=&search=&limit=&cursor= ; the whole list fits one answer up to `limit` (≤ 2 000). */
export const NodeListQuery = z.object({
  tier: NodeTier.optional(),
  version: z.string().max(40).optional(),
  place: NodePlace.optional(),
  status: NodeStatus.optional(),
  search: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(2000),
  cursor: z.string().max(80).optional(),
});
export type NodeListQuery = z.infer<typeof NodeListQuery>;

/** `nextCursor` asks for the rest; null where this is the end. */
export const NodeList = z.object({
  now: Ms,
  total: z.int().nonnegative(),
  nodes: z.array(NodeSummary),
  nextCursor: z.string().nullable(),
});
export type NodeList = z.infer<typeof NodeList>;

/** One attempt as the hub knows it, from its events. */
export const AttemptSummary = z.object({
  attemptId: z.uuid(),
  rolloutId: z.int(),
  from: ReleaseId,
  to: ReleaseId,
  fromVersion: Version.nullable(),
  toVersion: Version.nullable(),
  startedAt: Ms,
  outcome: Outcome.nullable(),
  code: FailureCode.nullable(),
  events: z.array(EventDelivery),
});
export type AttemptSummary = z.infer<typeof AttemptSummary>;

/** GET /api/v1/nodes/:id */
export const NodeDetail = NodeSummary.extend({
  now: Ms,
  enrolledAt: Ms,
  agentVersion: Version.nullable(),
  runtime: z.enum(['docker', 'process']).nullable(),
  kept: z.array(ReleaseId),
  services: z.array(ServiceHealth),
  clockOffsetMs: z.int(),
  /** Null where it ships none, and before its first heartbeat. */
  telemetry: TelemetryHealth.nullable(),
  cannotFollow: CannotFollow.nullable(),
  /** The chain as the node last saw it. */
  chainSeq: z.int().nullable(),
  chainHeight: z.int().nullable(),
  /** What it wants and what it waits for, in words. */
  wants: z.object({ releaseId: ReleaseId.nullable(), version: Version.nullable(), text: z.string() }),
  attempts: z.array(AttemptSummary),
});
export type NodeDetail = z.infer<typeof NodeDetail>;

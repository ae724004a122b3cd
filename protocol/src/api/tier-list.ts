import { z } from 'zod';
import { BlockRef } from '../chain-view.ts';
import { Address, Ms, NodeId, ReleaseId, Seq } from '../brands.ts';
import { Directive, DirectiveChange } from '../directive.ts';
import { FailureCode } from '../failure-code.ts';
import { Actor, Intent } from '../intent.ts';
import { Component, DataPolicy, Release } from '../release.ts';
import { NodePlace, RolloutStatus, RolloutView } from '../rollout-view.ts';
import { NodeTier, Tier } from '../tier.ts';
import { Outcome } from '../update-event.ts';
import { Version } from '../version.ts';

/** A release without its plan and components. */
export const ReleaseSummary = Release.pick({
  id: true,
  version: true,
  data: true,
  notesUri: true,
  publishedAt: true,
  publisher: true,
  revoked: true,
});
export type ReleaseSummary = z.infer<typeof ReleaseSummary>;

/** How many nodes of a tier run a version; `allowed` by the present directive. */
export const VersionShare = z.object({
  releaseId: ReleaseId,
  version: Version.nullable(),
  nodes: z.int().positive(),
  allowed: z.boolean(),
});
export type VersionShare = z.infer<typeof VersionShare>;

/** The nodes that made the guard pause, or that it counts now. */
export const GuardView = z.object({
  enabled: z.boolean(),
  /** Why it is off, or empty. */
  offReason: z.string(),
  /** Set while the tier is paused by the guard. */
  pausedReason: z.string().nullable(),
  counted: z.array(
    z.object({ nodeId: NodeId, name: z.string(), cohort: z.int(), outcome: Outcome, code: FailureCode.nullable() }),
  ),
});
export type GuardView = z.infer<typeof GuardView>;

/** What an action may do now: null = allowed, else the reason in words why not (for everybody, rights apart). */
export const ActionAvailability = z.object({
  pause: z.string().nullable(),
  resume: z.string().nullable(),
  open: z.string().nullable(),
  rollback: z.string().nullable(),
  /** Where a rollback can go, newest first. */
  rollbackTargets: z.array(ReleaseSummary),
});
export type ActionAvailability = z.infer<typeof ActionAvailability>;

/** What the home page shows of one tier. */
export const TierCard = z.object({
  tier: NodeTier,
  nodes: z.int().nonnegative(),
  directive: Directive.nullable(),
  target: ReleaseSummary.nullable(),
  baseline: ReleaseSummary.nullable(),
  rollout: RolloutView,
  /** Who started what: the change that made the present rollout, and the last one. */
  startedBy: Actor.nullable(),
  lastChange: z.object({ action: z.string(), by: Actor, reason: z.string(), at: Ms }).nullable(),
  guard: GuardView,
  gateEnabled: z.boolean(),
  versions: z.array(VersionShare),
  actions: ActionAvailability,
  /** The action under way or ended in the last minute, newest. */
  intent: Intent.nullable(),
});
export type TierCard = z.infer<typeof TierCard>;

/** How the hub sees the chain and its own key. */
export const ChainStatus = z.object({
  chainId: z.int(),
  beacon: Address,
  /** Last block that was read with success. */
  block: BlockRef.nullable(),
  readAt: Ms.nullable(),
  stale: z.boolean(),
  /** Why it is stale, or an alarm of the reader; empty when all is well. */
  problem: z.string(),
  quorum: z.object({ needed: z.int(), agreeing: z.int(), endpoints: z.int() }),
  signer: z.object({ address: Address.nullable(), state: z.enum(['ready', 'frozen', 'absent']), problem: z.string() }),
});
export type ChainStatus = z.infer<typeof ChainStatus>;

/** GET /api/v1/tiers */
export const TierList = z.object({ now: Ms, chain: ChainStatus, tiers: z.array(TierCard) });
export type TierList = z.infer<typeof TierList>;

/** One row of the history and one span of the timeline. */
export const RolloutSummary = z.object({
  tier: Tier,
  rolloutId: Seq,
  kind: z.enum(['rollout', 'rollback']),
  fromVersion: Version.nullable(),
  toVersion: Version.nullable(),
  target: ReleaseId,
  startedAt: Ms,
  endedAt: Ms.nullable(),
  by: Actor,
  reason: z.string(),
  status: z.union([RolloutStatus, z.literal('superseded')]),
  nodes: z.int().nonnegative(),
  updated: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  successRate: z.number().nullable(),
});
export type RolloutSummary = z.infer<typeof RolloutSummary>;

/** Something that happened at one moment, on the timeline. */
export const TimelineMark = z.object({
  at: Ms,
  tier: Tier,
  kind: z.enum(['publish', 'open', 'pause', 'resume', 'rollback', 'guard', 'revoke', 'outcome']),
  /** In words: what, who, why. */
  text: z.string(),
  by: Actor.nullable(),
  transaction: z.string().nullable(),
  nodeId: NodeId.nullable(),
  outcome: Outcome.nullable(),
});
export type TimelineMark = z.infer<typeof TimelineMark>;

/** GET /api/v1/rollouts?tier=&since=&until= (Ms) */
export const RolloutHistoryQuery = z.object({
  tier: Tier.optional(),
  since: z.coerce.number().int().nonnegative().optional(),
  until: z.coerce.number().int().nonnegative().optional(),
});
/** Rollouts of the asked time, and what happened in them. */
export const RolloutHistory = z.object({
  now: Ms,
  rollouts: z.array(RolloutSummary),
  marks: z.array(TimelineMark),
});
export type RolloutHistory = z.infer<typeof RolloutHistory>;

/** GET /api/v1/rollouts/:tier/:releaseId */
export const ReleaseDetail = z.object({
  now: Ms,
  release: Release,
  components: z.array(Component),
  data: DataPolicy,
  rollout: RolloutView.nullable(),
  changes: z.array(DirectiveChange),
  nodes: z.array(
    z.object({
      nodeId: NodeId,
      name: z.string(),
      cohort: z.int(),
      place: NodePlace,
      committed: ReleaseId,
      outcome: Outcome.nullable(),
      code: FailureCode.nullable(),
      at: Ms.nullable(),
    }),
  ),
  /** Failure reasons grouped. */
  failures: z.array(z.object({ code: FailureCode, nodes: z.array(NodeId) })),
});
export type ReleaseDetail = z.infer<typeof ReleaseDetail>;

import { z } from 'zod';
import { BlockRef } from './chain-view.ts';
import { Ms, NodeId, ReleaseId, Sec, Seq } from './brands.ts';
import { DirectiveKind } from './directive.ts';
import { FailureCode } from './failure-code.ts';
import { Tier } from './tier.ts';
import { Outcome } from './update-event.ts';

export const ROLLOUT_STATUSES = [
  'none',
  'awaiting-final',
  'running',
  'held',
  'paused',
  'complete',
  'rolling-back',
  'rolled-back',
] as const;
/** How a tier's rollout stands, as the pages say it. */
export const RolloutStatus = z.enum(ROLLOUT_STATUSES);
export type RolloutStatus = z.infer<typeof RolloutStatus>;

/** Where an expected node stands; first match wins, so each node is in exactly one. */
export const NODE_PLACES = [
  'unmanaged',
  'silent',
  'updating',
  'rolledBack',
  'failed',
  'unhealthy',
  'updated',
  'cannotFollow',
  'held',
  'deferred',
  'pending',
] as const;
export const NodePlace = z.enum(NODE_PLACES);
export type NodePlace = z.infer<typeof NodePlace>;

/** How many nodes stand in each place. */
export const PlaceCounts = z.record(NodePlace, z.int().nonnegative());
export type PlaceCounts = z.infer<typeof PlaceCounts>;

/** What is known of one expected node, of its tier's present rollout; built by the hub from heartbeats and events. */
export const RolloutNode = z.object({
  nodeId: NodeId,
  committed: ReleaseId,
  unmanaged: z.boolean(),
  /** Not heard for 35 s. */
  silent: z.boolean(),
  /** In an attempt of the present rolloutId. */
  updating: z.boolean(),
  /** Some service is red by its standing health. */
  unhealthy: z.boolean(),
  /** The last outcome of the present rolloutId and when it came, null when there is none. */
  outcome: z.object({ outcome: Outcome, code: FailureCode.nullable(), to: ReleaseId, at: Ms }).nullable(),
  cannotFollow: z.boolean(),
  held: z.boolean(),
  deferred: z.boolean(),
});
export type RolloutNode = z.infer<typeof RolloutNode>;

/** One cohort of the present rollout, with where its nodes stand. */
export const CohortView = z.object({
  cohort: z.int().nonnegative(),
  /** Share of all buckets in bps. */
  bps: z.int().positive(),
  /** Elapsed seconds at which it may open earliest. */
  opensAt: Sec,
  open: z.boolean(),
  nodes: z.int().nonnegative(),
  counts: PlaceCounts,
});
export type CohortView = z.infer<typeof CohortView>;

/** What the next cohort waits for; null when the last is open or none will open. */
export const GateView = z.object({
  cohort: z.int().positive(),
  /** Seconds of unpaused block time until its delay has passed, 0 = passed. */
  delayLeftS: Sec,
  /** Eligible nodes of the open cohorts with an outcome or on the target, and how many are eligible. */
  evidence: z.object({ have: z.int().nonnegative(), eligible: z.int().nonnegative() }),
  /** Share of eligible nodes that is needed, 0…1. */
  needed: z.number(),
  /** In words, what is still missing; empty when it may open. */
  waitsFor: z.array(z.enum(['delay', 'evidence', 'first-commit', 'health', 'budget', 'pause', 'final'])),
});
export type GateView = z.infer<typeof GateView>;

/** How a tier's rollout stands: made anew from directive, release, nodes and events, never stored. */
export const RolloutView = z.object({
  tier: Tier,
  status: RolloutStatus,
  kind: DirectiveKind,
  rolloutId: Seq,
  seq: Seq,
  target: ReleaseId,
  baseline: ReleaseId,
  startedAt: Sec,
  elapsedS: Sec,
  nodes: z.int().nonnegative(),
  counts: PlaceCounts,
  cohorts: z.array(CohortView),
  /** updated / (updated + unhealthy + rolledBack + failed), null when nobody has an outcome. */
  successRate: z.number().min(0).max(1).nullable(),
  /** Nodes counted by the guard since the last resume, and the number at which it pauses; of the worst cohort. */
  budget: z.object({ used: z.int().nonnegative(), limit: z.int().positive(), cohort: z.int().nonnegative() }),
  gate: GateView.nullable(),
  /** Block time at which the last cohort can open earliest, null while paused or complete. */
  etaAt: Sec.nullable(),
  asOf: BlockRef,
  stale: z.boolean(),
});
export type RolloutView = z.infer<typeof RolloutView>;

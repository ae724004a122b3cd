import { type BlockRef } from './chain-view.ts';
import { type Ms, type Sec, type Seq } from './brands.ts';
import { cohortBpsOf, cohortOf, elapsedOf, openThroughOf } from './cohort.ts';
import { type Directive } from './directive.ts';
import { worstBudget } from './failure-budget.ts';
import { gateView } from './gate-view.ts';
import { cohortCount, type Plan } from './plan.ts';
import { type Release } from './release.ts';
import { countPlaces, placeOf } from './rollout-place.ts';
import {
  type CohortView,
  type GateView,
  type PlaceCounts,
  type RolloutNode,
  type RolloutStatus,
  type RolloutView,
} from './rollout-view.ts';
import { type Tier } from './tier.ts';

export interface RolloutViewInput {
  tier: Tier;
  /** The final directive and its target; null where nothing was ever published. */
  directive: Directive | null;
  target: Release | null;
  /** All expected nodes of the tier: enrolled, not suspended, not forgotten. */
  nodes: readonly RolloutNode[];
  block: BlockRef;
  stale: boolean;
  /** The seq at `latest`, null when unknown. */
  latestSeq: Seq | null;
  /** Failures up to here were acknowledged by a resume. */
  acknowledgedAt: Ms | null;
  /** Share of a cohort that may fail, 0…1. */
  failureBudget: number;
  /** Share of eligible nodes that the gate wants to have an outcome, 0…1. */
  gateShare: number;
}

/** The state of a tier's rollout: a pure function of the chain and of what the nodes said, never stored. */
export function rolloutView(input: RolloutViewInput): RolloutView {
  const { directive, target, nodes } = input;
  if (!directive || directive.kind === 'none' || !target) return noRollout(input);

  const hasCohorts = directive.kind === 'rollout';
  const placed = nodes.map((node) => ({
    node,
    place: placeOf(node, directive),
    cohort: hasCohorts ? cohortOf(node.nodeId, target.plan) : 0,
  }));
  const groups = Array.from({ length: hasCohorts ? cohortCount(target.plan) : 1 }, (_, cohort) =>
    placed.filter((entry) => entry.cohort === cohort),
  );
  const counts = countPlaces(placed.map((entry) => entry.place));
  const budget = worstBudget(
    groups.map((group) => group.map((entry) => entry.node)),
    input.failureBudget,
    input.acknowledgedAt,
  );
  const awaitingFinal = input.latestSeq !== null && input.latestSeq > directive.seq;
  const gate = gateView({
    directive,
    plan: target.plan,
    blockTime: input.block.time,
    places: groups.map((group) => group.map((entry) => entry.place)),
    budget,
    needed: input.gateShare,
    awaitingFinal,
  });
  const openThrough = openThroughOf(directive, target.plan, input.block.time);
  const cohorts: CohortView[] = hasCohorts
    ? groups.map((group, cohort) => ({
        cohort,
        bps: cohortBpsOf(cohort, target.plan),
        opensAt: (cohort * target.plan.cohortDelay) as Sec,
        open: cohort <= openThrough,
        nodes: group.length,
        counts: countPlaces(group.map((entry) => entry.place)),
      }))
    : [];
  const above = placed.some(({ node, place }) => node.committed > directive.target && place !== 'silent');
  const status = statusOf({ directive, awaitingFinal, above, counts, gate, allOpen: cohorts.every((c) => c.open) });

  return {
    tier: input.tier,
    status,
    kind: directive.kind,
    rolloutId: directive.rolloutId,
    seq: directive.seq,
    target: directive.target,
    baseline: directive.baseline,
    startedAt: directive.startedAt,
    elapsedS: elapsedOf(directive, input.block.time),
    nodes: nodes.length,
    counts,
    cohorts,
    successRate: successRateOf(counts),
    budget,
    gate,
    etaAt: status === 'running' || status === 'held' ? etaOf(directive, target.plan, gate, input.block.time) : null,
    asOf: input.block,
    stale: input.stale,
  };
}

function noRollout(input: RolloutViewInput): RolloutView {
  const counts = countPlaces(input.nodes.map((node) => placeOf(node, { target: 0 as Directive['target'] })));
  return {
    tier: input.tier,
    status: (input.latestSeq ?? 0) > 0 ? 'awaiting-final' : 'none',
    kind: 'none',
    rolloutId: 0 as Seq,
    seq: 0 as Seq,
    target: 0 as Directive['target'],
    baseline: 0 as Directive['target'],
    startedAt: 0 as Sec,
    elapsedS: 0 as Sec,
    nodes: input.nodes.length,
    counts,
    cohorts: [],
    successRate: null,
    budget: { used: 0, limit: 1, cohort: 0 },
    gate: null,
    etaAt: null,
    asOf: input.block,
    stale: input.stale,
  };
}

interface StatusInput {
  directive: Directive;
  awaitingFinal: boolean;
  /** Some node that is heard still runs a release above the target. */
  above: boolean;
  counts: PlaceCounts;
  gate: GateView | null;
  allOpen: boolean;
}

function statusOf({ directive, awaitingFinal, above, counts, gate, allOpen }: StatusInput): RolloutStatus {
  if (awaitingFinal) return 'awaiting-final';
  if (directive.paused) return 'paused';
  if (directive.kind === 'rollback') return above || counts.updating > 0 ? 'rolling-back' : 'rolled-back';
  if (allOpen && counts.pending + counts.updating + counts.deferred === 0) return 'complete';
  if (gate && gate.waitsFor.length > 0 && !gate.waitsFor.includes('delay')) return 'held';
  return 'running';
}

function successRateOf(counts: PlaceCounts): number | null {
  const decided = counts.updated + counts.unhealthy + counts.rolledBack + counts.failed;
  return decided === 0 ? null : counts.updated / decided;
}

/** Block time at which the last cohort can open earliest. */
function etaOf(directive: Directive, plan: Plan, gate: GateView | null, blockTime: Sec): Sec {
  const last = cohortCount(plan) - 1;
  if (gate) return (blockTime + gate.delayLeftS + (last - gate.cohort) * plan.cohortDelay) as Sec;
  const openedAt = plan.gated ? directive.openedAt : last * plan.cohortDelay;
  return (directive.startedAt + directive.pausedTotal + openedAt) as Sec;
}

import {
  type BlockRef,
  cohortOf,
  type NodeId,
  type Release,
  type RolloutNode,
  rolloutView,
  type RolloutView,
  type Tier,
} from '@noderr/protocol';
import {
  acknowledgedAt,
  baselineOf,
  type ChainState,
  latestSeq,
  targetOf,
  type TierChain,
  tierOf,
} from '../chain/chain-state.ts';
import { type FleetNode, type NodeOutcome } from '../fleet/fleet.ts';
import { isExpected } from '../fleet/node-liveness.ts';
import { type Presence, rolloutNodeOf } from './rollout-node-of.ts';

export interface RolloutPolicy {
  /** Share of a cohort that may fail before the guard pauses, 0…1. */
  failureBudget: number;
  /** Share of eligible nodes that the gate wants to have an outcome, 0…1. */
  gateShare: number;
}

export interface PictureInput {
  chain: ChainState;
  tier: Tier;
  /** All enrolled nodes of the tier, suspended ones included. */
  fleet: readonly FleetNode[];
  /** Last outcomes of the present rollout. */
  outcomes: ReadonlyMap<NodeId, NodeOutcome>;
  presence: Presence;
  policy: RolloutPolicy;
}

export interface PicturedNode {
  fleet: FleetNode;
  rollout: RolloutNode;
  /** Null where the present directive has no cohorts. */
  cohort: number | null;
}

/** A tier at one moment: chain, nodes and the view that follows from both. */
export interface TierPicture {
  tier: TierChain;
  target: Release | null;
  baseline: Release | null;
  /** All of them; only expected ones count in the view. */
  nodes: readonly PicturedNode[];
  expected: readonly PicturedNode[];
  outcomes: ReadonlyMap<NodeId, NodeOutcome>;
  presence: Presence;
  view: RolloutView;
}

const NO_BLOCK = { number: 0, hash: `0x${'0'.repeat(64)}`, time: 0 } as BlockRef;

export function tierPicture(input: PictureInput): TierPicture {
  const { chain, outcomes, presence, policy } = input;
  const tier = tierOf(chain, input.tier);
  const target = targetOf(tier);
  const plan = tier.directive?.kind === 'rollout' && target ? target.plan : null;
  const nodes = input.fleet.map((fleet) => ({
    fleet,
    rollout: rolloutNodeOf(fleet, outcomes.get(fleet.nodeId) ?? null, tier.directive, presence),
    cohort: plan && cohortOf(fleet.nodeId, plan),
  }));
  const expected = nodes.filter((node) => isExpected(node.fleet));
  return {
    tier,
    target,
    baseline: baselineOf(tier),
    nodes,
    expected,
    outcomes,
    presence,
    view: rolloutView({
      tier: input.tier,
      directive: tier.directive,
      target,
      nodes: expected.map((node) => node.rollout),
      block: chain.block ?? NO_BLOCK,
      stale: chain.stale,
      latestSeq: latestSeq(tier),
      acknowledgedAt: acknowledgedAt(tier),
      failureBudget: policy.failureBudget,
      gateShare: policy.gateShare,
    }),
  };
}

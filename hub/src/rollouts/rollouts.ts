import { type NodeId, type Seq, type Tier } from '@noderr/protocol';
import { type ChainState, tierOf } from '../chain/chain-state.ts';
import { type Clock } from '../clock.ts';
import { type EventHistory } from '../events/event-history.ts';
import { type Fleet, type NodeOutcome } from '../fleet/fleet.ts';
import { type RolloutPolicy, tierPicture, type TierPicture } from './tier-picture.ts';

export interface RolloutsDeps {
  chain: () => ChainState;
  fleet: Fleet;
  events: Pick<EventHistory, 'outcomesOf'>;
  clock: Clock;
}

export interface Rollouts {
  /** The tier as it is now. */
  readonly picture: (tier: Tier) => Promise<TierPicture>;
}

const NO_OUTCOMES: ReadonlyMap<NodeId, NodeOutcome> = new Map();

export function createRollouts(policy: RolloutPolicy, { chain, fleet, events, clock }: RolloutsDeps): Rollouts {
  return {
    async picture(tier) {
      const state = chain();
      const rolloutId = tierOf(state, tier).directive?.rolloutId ?? (0 as Seq);
      const outcomes = rolloutId === 0 ? NO_OUTCOMES : await events.outcomesOf(tier, rolloutId);
      return tierPicture({
        chain: state,
        tier,
        fleet: fleet.list().filter((node) => node.tier === tier),
        outcomes,
        presence: { now: clock.now(), since: fleet.since },
        policy,
      });
    },
  };
}

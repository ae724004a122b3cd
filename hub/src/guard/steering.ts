import { type NodeTier } from '@noderr/protocol';
import { type ChainState } from '../chain/chain-state.ts';
import { type Fleet } from '../fleet/fleet.ts';
import { type Gate } from '../gate/gate.ts';
import { type Rollouts } from '../rollouts/rollouts.ts';
import { type Arming } from './arming.ts';
import { type Guard } from './guard.ts';
import { type Readiness } from './readiness.ts';

export interface SteeringDeps {
  tiers: readonly NodeTier[];
  chain: () => ChainState;
  fleet: Fleet;
  rollouts: Rollouts;
  arming: Arming;
  guard: Guard;
  gate: Gate;
}

/** Lets guard and gate judge each tier in turn; the guard first, so that nothing opens that it would pause. */
export interface Steering {
  round(): Promise<void>;
  /** As judged in the last round. */
  readiness(tier: NodeTier): Readiness;
}

const NOT_YET: Readiness = { ready: false, reason: 'The chain was not read yet.' };

export function createSteering(deps: SteeringDeps): Steering {
  const judged = new Map<NodeTier, Readiness>();
  return {
    async round() {
      const chain = deps.chain();
      for (const tier of deps.tiers) {
        const fleet = deps.fleet.list().filter((node) => node.tier === tier);
        const readiness = await deps.arming.judge(tier, chain, fleet, deps.fleet.since);
        judged.set(tier, readiness);
        const picture = await deps.rollouts.picture(tier);
        const pauses = await deps.guard.judge(tier, picture, readiness);
        if (!pauses) await deps.gate.judge(tier, picture, readiness);
      }
    },
    readiness: (tier) => judged.get(tier) ?? NOT_YET,
  };
}

import { type Seq } from '@noderr/protocol';
import { newestDirective } from '../chain/chain-state.ts';
import { type TierPicture } from '../rollouts/tier-picture.ts';

export type GateDecision = { kind: 'open'; cohort: number; expectedRollout: Seq } | { kind: 'wait' };

/** Whether the next cohort's delay has passed, enough of the earlier ones have an outcome, and none of it is bad. */
export function gateDecision(picture: TierPicture): GateDecision {
  const { view, tier } = picture;
  const newest = newestDirective(tier);
  if (!view.gate || view.gate.waitsFor.length > 0 || view.stale) return { kind: 'wait' };
  // Judged by the final state, it must still be the newest: nothing was paused, opened or replaced since.
  if (!tier.latest || newest?.seq !== view.seq) return { kind: 'wait' };
  return { kind: 'open', cohort: view.gate.cohort, expectedRollout: view.rolloutId };
}

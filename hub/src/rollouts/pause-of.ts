import { type RolloutFact } from '../metrics/rollout-facts.ts';
import { newestDirective, type TierChain } from '../chain/chain-state.ts';
import { type ActorBook, changeActor } from './change-actor.ts';

/** Who paused a tier, and why; null while it is not paused. */
export function pauseOf(
  tier: TierChain,
  actors: ActorBook,
): { by: Exclude<RolloutFact['pausedBy'], ''>; reason: string } | null {
  if (!newestDirective(tier)?.paused) return null;
  const pause = tier.changes.findLast((change) => change.action === 'pause');
  if (!pause?.directive.paused) return null;
  if (pause.directive.pausedByGuardian) return { by: 'guardian', reason: pause.reason };
  return { by: changeActor(pause, actors).kind === 'guard' ? 'guard' : 'admin', reason: pause.reason };
}

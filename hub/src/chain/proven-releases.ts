import { type Directive, isFullyOpen, type ReleaseId } from '@noderr/protocol';
import { type SeenChange } from './chain-store.ts';
import { type TierChain } from './chain-state.ts';

/**
 * The releases that were once open to everybody and that no rollback has gone below since, ids rising: the contract's
 * `isProven`, replayed from its events.
 */
export function provenReleases(tier: Pick<TierChain, 'changes' | 'releases'>): ReleaseId[] {
  let proven: ReleaseId[] = [];
  let before: Directive | null = null;
  for (const change of tier.changes) {
    if (change.action === 'publish' && before && wasFullyOpen(before, tier, change)) proven.push(before.target);
    if (change.action === 'rollback') proven = proven.filter((id) => id <= change.directive.target);
    before = change.directive;
  }
  return proven;
}

function wasFullyOpen(before: Directive, tier: Pick<TierChain, 'releases'>, next: SeenChange): boolean {
  const plan = tier.releases.get(before.target)?.plan;
  return plan !== undefined && isFullyOpen(before, plan, next.block.time);
}

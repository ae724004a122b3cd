import { type Release, type ReleaseId } from '@noderr/protocol';
import { newestDirective, type TierChain } from '../chain/chain-state.ts';
import { provenReleases } from '../chain/proven-releases.ts';

/** Where a rollback may go by the contract's rules, newest first. */
export function rollbackTargets(tier: TierChain): Release[] {
  const directive = newestDirective(tier);
  if (!directive) return [];
  const lowest = Math.max(1, directive.floor, irreversibleOf(tier));
  const highest = Math.min(directive.baseline, directive.target - 1);
  return provenReleases(tier)
    .filter((id) => id >= lowest && id <= highest && isClear(id, tier))
    .map((id) => tier.releases.get(id))
    .filter((release) => release !== undefined)
    .sort((a, b) => b.id - a.id);
}

/** Nothing is rolled back below the highest irreversible release. */
export function irreversibleOf(tier: Pick<TierChain, 'releases'>): number {
  return [...tier.releases.values()].reduce(
    (highest, release) => (release.data === 'irreversible' ? Math.max(highest, release.id) : highest),
    0,
  );
}

/** Neither the release nor a stone on the way to it is revoked. */
function isClear(id: ReleaseId, tier: Pick<TierChain, 'releases'>): boolean {
  for (let release = tier.releases.get(id); release; release = tier.releases.get(release.minFrom)) {
    if (release.revoked) return false;
  }
  return true;
}

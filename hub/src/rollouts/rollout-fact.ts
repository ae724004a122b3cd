import { type Ms } from '@noderr/protocol';
import { type RolloutFact } from '../metrics/rollout-facts.ts';
import { type ActorBook } from './change-actor.ts';
import { pauseOf } from './pause-of.ts';
import { type TierPicture } from './tier-picture.ts';
import { allowedReleases } from './version-shares.ts';

/** What an update may take beyond the delay of its cohort before the rollout counts as stalled; seconds. */
const STAGE_SLACK_S = 1_800;

/** What the hub's metrics say of a tier's rollout. */
export function rolloutFact(picture: TierPicture, actors: ActorBook): RolloutFact {
  const { tier, target, view } = picture;
  const allowed = [...allowedReleases(tier.directive, tier.releases)];
  return {
    view,
    targetVersion: target?.version ?? null,
    pausedBy: pauseOf(tier, actors)?.by ?? '',
    allowedVersions: allowed.flatMap((id) => tier.releases.get(id)?.version ?? []),
    lastProgressAt: lastProgress(picture),
    stageTimeoutS: (target?.plan.cohortDelay ?? 0) + (tier.directive?.spreadS ?? 0) + STAGE_SLACK_S,
  };
}

/** The last start, opening or resume, or the last outcome, whichever came later; by the hub's clock. */
function lastProgress({ tier, outcomes }: TierPicture): Ms | null {
  const changes = tier.changes.filter(({ action }) => action !== 'pause' && action !== 'revoke');
  const times = [changes.at(-1)?.seenAt ?? 0, ...[...outcomes.values()].map(({ receivedAt }) => receivedAt)];
  const last = times.reduce<number>((a, b) => Math.max(a, b), 0);
  return last === 0 ? null : (last as Ms);
}

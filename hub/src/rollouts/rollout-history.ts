import {
  type NodeId,
  pastRolloutFigures,
  type RolloutFigures,
  type RolloutSpan,
  type RolloutSummary,
  type Version,
} from '@noderr/protocol';
import { type SeenChange } from '../chain/chain-store.ts';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type ActorBook, changeActor } from './change-actor.ts';
import { blockTimeMs } from './tier-card.ts';
import { type TierPicture } from './tier-picture.ts';
import { versionOf } from './version-shares.ts';

/** One row of the history; `outcomes` are those of this rollout. */
export function rolloutSummary(
  span: RolloutSpan<SeenChange>,
  picture: TierPicture,
  outcomes: ReadonlyMap<NodeId, NodeOutcome>,
  actors: ActorBook,
): RolloutSummary {
  const { first, before, next } = span;
  const { releases, tier } = picture.tier;
  const { target, rolloutId, kind } = first.directive;
  const version = (id: typeof target): Version | null => versionOf(id, null, releases);
  return {
    tier,
    rolloutId,
    kind: kind === 'rollback' ? 'rollback' : 'rollout',
    fromVersion: before ? version(before.directive.target) : null,
    toVersion: version(target),
    target,
    startedAt: blockTimeMs(first.block.time),
    endedAt: next ? blockTimeMs(next.block.time) : null,
    by: changeActor(first, actors),
    reason: first.reason,
    ...(next
      ? pastRolloutFigures(span, releases.get(target)?.plan ?? null, outcomes.values())
      : presentFigures(picture)),
  };
}

function presentFigures({ view }: TierPicture): RolloutFigures {
  const { counts } = view;
  return {
    status: view.status,
    nodes: view.nodes,
    updated: counts.updated,
    failed: counts.rolledBack + counts.failed,
    successRate: view.successRate,
  };
}

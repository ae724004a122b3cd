import { cohortOf, type FailureCode, type NodeId, placeOf, type Release, type ReleaseDetail } from '@noderr/protocol';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type TierPicture } from './tier-picture.ts';

/** A release, its changes, and where each node stands towards it; `outcomes` are those of its last rollout. */
export function releaseDetail(
  release: Release,
  picture: TierPicture,
  outcomes: ReadonlyMap<NodeId, NodeOutcome>,
): ReleaseDetail {
  const isTarget = picture.tier.directive?.target === release.id;
  const nodes = picture.expected.map(({ fleet, rollout }) => {
    const outcome = outcomes.get(fleet.nodeId) ?? null;
    const towards = isTarget
      ? rollout
      : {
          ...rollout,
          outcome: outcome && { outcome: outcome.outcome, code: outcome.code, to: outcome.to, at: outcome.receivedAt },
        };
    return {
      nodeId: fleet.nodeId,
      name: fleet.name,
      cohort: cohortOf(fleet.nodeId, release.plan),
      place: placeOf(towards, { target: release.id }),
      committed: rollout.committed,
      outcome: outcome?.outcome ?? null,
      code: outcome?.code ?? null,
      at: outcome?.receivedAt ?? null,
    };
  });
  return {
    now: picture.presence.now,
    release,
    components: release.components,
    data: release.data,
    rollout: isTarget ? picture.view : null,
    changes: picture.tier.changes.filter(
      ({ action, subject, directive }) =>
        directive.target === release.id || (action === 'revoke' && subject === release.id),
    ),
    nodes,
    failures: groupFailures(outcomes.values()),
  };
}

/** The id of the last rollout that had this release as its target. */
export function lastRolloutOf(release: Release, tier: TierPicture['tier']): number | null {
  return tier.changes.findLast((change) => change.directive.target === release.id)?.directive.rolloutId ?? null;
}

function groupFailures(outcomes: Iterable<NodeOutcome>): ReleaseDetail['failures'] {
  const groups = new Map<FailureCode, NodeId[]>();
  for (const { outcome, code, nodeId } of outcomes) {
    if (code === null || (outcome !== 'failed' && outcome !== 'rolled-back')) continue;
    groups.set(code, [...(groups.get(code) ?? []), nodeId]);
  }
  return [...groups].map(([code, nodes]) => ({ code, nodes })).sort((a, b) => b.nodes.length - a.nodes.length);
}

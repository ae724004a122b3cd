import { type EvidenceNode, type RolloutEvidence } from '@noderr/protocol';
import { acknowledgedAt, latestSeq } from '../chain/chain-state.ts';
import { type RolloutPolicy, type TierPicture } from './tier-picture.ts';

/** What a tier's view was made from, beside the chain. */
export function rolloutEvidence(picture: TierPicture, { failureBudget, gateShare }: RolloutPolicy): RolloutEvidence {
  const { view, tier, presence, expected, outcomes } = picture;
  return {
    now: presence.now,
    view,
    latestSeq: latestSeq(tier),
    acknowledgedAt: acknowledgedAt(tier),
    failureBudget,
    gateShare,
    nodes: expected.map(({ fleet, rollout }): EvidenceNode => ({
      ...rollout,
      name: fleet.name,
      stuck: rollout.outcome !== null && !outcomes.has(fleet.nodeId),
    })),
  };
}

import { type Seq } from '@noderr/protocol';
import { newestDirective } from '../chain/chain-state.ts';
import { type PicturedNode, type TierPicture } from '../rollouts/tier-picture.ts';
import { clippedReason } from './clipped-reason.ts';
import { type CountedCohort, countedCohorts } from './counted-nodes.ts';

export type GuardDecision =
  | { kind: 'pause'; expectedRollout: Seq; cohort: number; reason: string }
  | { kind: 'watch'; why: 'no-rollout' | 'paused' | 'awaiting-final' | 'within-budget' };

/**
 * Whether a rollout must be paused: the nodes of one cohort that failed or rolled back by a fault of the release have
 * reached max(1, ceil(budget × its reachable nodes)). A rollback is never paused.
 */
export function guardDecision(picture: TierPicture, failureBudget: number): GuardDecision {
  const { directive } = picture.tier;
  const newest = newestDirective(picture.tier);
  if (directive?.kind !== 'rollout' || newest?.kind !== 'rollout') return { kind: 'watch', why: 'no-rollout' };
  if (newest.paused) return { kind: 'watch', why: 'paused' };
  // The outcomes that are known belong to the final rollout, not to the one that is about to replace it.
  if (newest.rolloutId !== directive.rolloutId) return { kind: 'watch', why: 'awaiting-final' };
  // Resumed in the newest block: what it acknowledged is known once it is final.
  if (directive.paused) return { kind: 'watch', why: 'awaiting-final' };
  const over = countedCohorts(picture, failureBudget).find(({ counted, limit }) => counted.length >= limit);
  if (!over) return { kind: 'watch', why: 'within-budget' };
  return { kind: 'pause', expectedRollout: directive.rolloutId, cohort: over.cohort, reason: guardReason(over) };
}

/** Why the guard paused, with nodes and codes, as it stands on the chain: at most 200 bytes. */
export function guardReason({ cohort, counted, reachable, limit }: CountedCohort): string {
  const where = cohort === 0 ? 'the canary' : `cohort ${cohort}`;
  const who = counted.map(nodeText).join(', ');
  return clippedReason(`${counted.length} of ${reachable} in ${where} failed (limit ${limit}): ${who}`);
}

function nodeText({ fleet, rollout }: PicturedNode): string {
  const name = fleet.name === '' ? `${fleet.nodeId.slice(0, 6)}…` : fleet.name;
  return `${name} ${rollout.outcome?.code ?? ''}`.trim();
}

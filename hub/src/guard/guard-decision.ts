import { type Ms, type Seq } from '@noderr/protocol';
import { type PauseAlert } from '../alerts/alert-book.ts';
import { acknowledgedAt, newestDirective, type TierChain } from '../chain/chain-state.ts';
import { type PicturedNode, type TierPicture } from '../rollouts/tier-picture.ts';
import { clippedReason } from './clipped-reason.ts';
import { type CountedCohort, countedCohorts } from './counted-nodes.ts';

export type GuardDecision =
  | { kind: 'pause'; expectedRollout: Seq; reason: string }
  | { kind: 'watch'; why: 'no-rollout' | 'paused' | 'awaiting-final' | 'within-budget' };

/**
 * Whether a rollout must be paused: the nodes of one cohort that failed or rolled back by a fault of the release have
 * reached max(1, ceil(budget × its reachable nodes)), or an alert asks for it that began after the rollout and after its
 * last resume. A rollback is never paused.
 */
export function guardDecision(
  picture: TierPicture,
  failureBudget: number,
  alerts: readonly PauseAlert[],
): GuardDecision {
  const { directive } = picture.tier;
  const newest = newestDirective(picture.tier);
  if (directive?.kind !== 'rollout' || newest?.kind !== 'rollout') return { kind: 'watch', why: 'no-rollout' };
  if (newest.paused) return { kind: 'watch', why: 'paused' };
  // The outcomes that are known belong to the final rollout, not to the one that is about to replace it.
  if (newest.rolloutId !== directive.rolloutId) return { kind: 'watch', why: 'awaiting-final' };
  // Resumed in the newest block: what it acknowledged is known once it is final.
  if (directive.paused) return { kind: 'watch', why: 'awaiting-final' };
  const over = countedCohorts(picture, failureBudget).find(({ counted, limit }) => counted.length >= limit);
  const since = judgedSince(picture.tier);
  const asking = alerts.find((alert) => alert.since > since);
  const reason = over ? guardReason(over) : asking ? alertReason(asking) : null;
  if (reason === null) return { kind: 'watch', why: 'within-budget' };
  return { kind: 'pause', expectedRollout: directive.rolloutId, reason };
}

/** What began up to then is of an earlier rollout, or was acknowledged by a resume; the hub's clock. */
function judgedSince(tier: Pick<TierChain, 'directive' | 'changes'>): Ms {
  const started = tier.changes.find(({ directive }) => directive.seq === tier.directive?.rolloutId);
  return Math.max(started?.seenAt ?? 0, acknowledgedAt(tier) ?? 0) as Ms;
}

/** Why, by the alert's own words, which are others' text: it was cleaned when it came. */
function alertReason({ name, summary }: PauseAlert): string {
  return clippedReason(summary === '' ? `alert ${name} asks for a pause` : `alert ${name}: ${summary}`);
}

/** Why the guard paused, with nodes and codes, as it stands on the chain: at most 200 bytes. */
function guardReason({ cohort, counted, reachable, limit }: CountedCohort): string {
  const where = cohort === 0 ? 'the canary' : `cohort ${cohort}`;
  const who = counted.map(nodeText).join(', ');
  return clippedReason(`${counted.length} of ${reachable} in ${where} failed (limit ${limit}): ${who}`);
}

function nodeText({ fleet, rollout }: PicturedNode): string {
  const name = fleet.name === '' ? `${fleet.nodeId.slice(0, 6)}…` : fleet.name;
  return `${name} ${rollout.outcome?.code ?? ''}`.trim();
}

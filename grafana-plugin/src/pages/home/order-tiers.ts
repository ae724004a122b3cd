import type { TierCard } from '@noderr/protocol';

/** Lower comes first: the tier that needs someone. */
function urgency(card: TierCard): number {
  const { status } = card.rollout;
  if (card.guard.pausedReason !== null) return 0;
  if (status === 'paused') return 1;
  if (status === 'held') return 2;
  if (status === 'rolling-back') return 3;
  if (status === 'running') return 4;
  if (status === 'awaiting-final') return 5;
  if (status === 'rolled-back') return 6;
  if (status === 'complete') return 7;
  return 8;
}

export function orderTiers(cards: readonly TierCard[]): TierCard[] {
  return [...cards].sort((a, b) => urgency(a) - urgency(b));
}

/** A calm tier is one line: nobody has to do anything, and nothing is about to happen by itself. */
export function isCalm(card: TierCard): boolean {
  const { status } = card.rollout;
  const quiet = status === 'complete' || status === 'none' || status === 'rolled-back';
  return quiet && card.intent === null;
}

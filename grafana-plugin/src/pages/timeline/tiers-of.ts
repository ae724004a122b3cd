import { type RolloutHistory, type Tier, TIERS } from '@noderr/protocol';

/** Tiers of which there is something to show, in the usual order. */
export function tiersOf(history: RolloutHistory, only: Tier | null): Tier[] {
  const present = new Set([...history.rollouts, ...history.marks].map(({ tier }) => tier));
  return TIERS.filter((tier) => present.has(tier) && (only === null || only === tier));
}

import type { RolloutSummary, Tier } from '@noderr/protocol';

/** Newest first, of one tier or of all. */
export function historyRows(rollouts: readonly RolloutSummary[], tier: Tier | null): RolloutSummary[] {
  return rollouts
    .filter((rollout) => tier === null || rollout.tier === tier)
    .sort((a, b) => b.startedAt - a.startedAt || b.rolloutId - a.rolloutId);
}

/** Seconds that it took, or takes so far. */
export function historySeconds(rollout: RolloutSummary, now: number): number {
  return Math.max(0, ((rollout.endedAt ?? now) - rollout.startedAt) / 1000);
}

import { type Ms } from './brands.ts';
import { isReleaseFault } from './failure-code.ts';
import { type RolloutNode, type RolloutView } from './rollout-view.ts';

/** Share of a cohort's reachable nodes that may fail before the guard pauses. */
export const DEFAULT_FAILURE_BUDGET = 0.05;

/** The number of counted nodes of a cohort at which the guard pauses. */
export function failureLimit(reachable: number, budget: number): number {
  return Math.max(1, Math.ceil(budget * reachable));
}

/**
 * Whether the guard counts a node: rolled back or failed by a fault of the release, after the failures that the last
 * resume acknowledged. Faults of the surroundings never count.
 */
export function isCounted(node: RolloutNode, acknowledgedAt: Ms | null): boolean {
  const { outcome } = node;
  if (outcome === null || outcome.code === null || !isReleaseFault(outcome.code)) return false;
  if (outcome.outcome !== 'rolled-back' && outcome.outcome !== 'failed') return false;
  return acknowledgedAt === null || outcome.at > acknowledgedAt;
}

/** The cohort nearest to, or furthest beyond, its limit. */
export function worstBudget(
  cohorts: readonly (readonly RolloutNode[])[],
  budget: number,
  acknowledgedAt: Ms | null,
): RolloutView['budget'] {
  let worst = { used: 0, limit: 1, cohort: 0 };
  cohorts.forEach((nodes, cohort) => {
    const limit = failureLimit(nodes.filter((node) => !node.silent).length, budget);
    const used = nodes.filter((node) => isCounted(node, acknowledgedAt)).length;
    if (cohort === 0 || used / limit > worst.used / worst.limit) worst = { used, limit, cohort };
  });
  return worst;
}

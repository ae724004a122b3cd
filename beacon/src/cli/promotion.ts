import { type ChainView, cohortCount, openThroughOf, type TierCard } from '@noderr/protocol';
import { type FleetNode } from './fleet.ts';

/** What shows that everybody runs the present target, and runs it well. */
export type PromotionEvidence =
  { source: 'hub'; card: TierCard; stale: boolean } | { source: 'fleet'; nodes: readonly FleetNode[] };

/** Why the present target must not become the baseline, or undefined when it is proven; by the chain alone first. */
export function promotionProblem(view: ChainView, evidence: PromotionEvidence | undefined): string | undefined {
  const { directive, target, block } = view;
  if (!target || directive.kind !== 'rollout') return 'the tier is not in a rollout';
  if (directive.paused) return 'the rollout is paused';
  const last = cohortCount(target.plan) - 1;
  const open = openThroughOf(directive, target.plan, block.time);
  if (open < last) return `only ${open + 1} of ${last + 1} cohorts are open`;
  if (!evidence) return 'nothing shows that its nodes are well: give --hub and --hub-token, or --fleet';
  return evidence.source === 'hub' ? hubProblem(view, evidence) : fleetProblem(view, evidence.nodes);
}

function hubProblem(
  view: ChainView,
  { card, stale }: Extract<PromotionEvidence, { source: 'hub' }>,
): string | undefined {
  const { rollout } = card;
  const { counts } = rollout;
  if (stale || rollout.stale) return 'what the hub knows of the chain is stale';
  if (rollout.rolloutId !== view.directive.rolloutId) return 'the hub knows another rollout than the chain';
  if (rollout.status !== 'complete') return `the hub calls the rollout ${rollout.status}, not complete`;
  const bad = counts.unhealthy + counts.failed + counts.rolledBack;
  return bad > 0 ? `${bad} nodes are unhealthy, failed or rolled back` : undefined;
}

function fleetProblem({ directive }: ChainView, nodes: readonly FleetNode[]): string | undefined {
  const reachable = nodes.filter((node) => node.status === 'active' && node.place !== 'silent');
  if (reachable.length === 0) return 'the fleet file has no reachable node of this tier';
  const elsewhere = reachable.filter((node) => node.committed !== directive.target).length;
  if (elsewhere > 0) return `${elsewhere} of ${reachable.length} nodes do not run it`;
  const sick = reachable.filter((node) => !node.healthy).length;
  return sick > 0 ? `${sick} of ${reachable.length} nodes are not healthy` : undefined;
}

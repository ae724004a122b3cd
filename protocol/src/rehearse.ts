import { type Hex32, type NodeId, type Sec } from './brands.ts';
import { cohortBpsOf, cohortOf } from './cohort.ts';
import { cohortCount, type Plan } from './plan.ts';

/** A node that a release would go to. */
export interface RehearsalNode {
  nodeId: NodeId;
  name: string;
  /** Heard of lately, so that it can be a canary. */
  reachable: boolean;
}

/** One cohort of a plan with the nodes that fall into it. */
export interface RehearsedCohort {
  cohort: number;
  bps: number;
  /** Unpaused seconds after the start at which it opens earliest. */
  opensAfterS: Sec;
  nodes: RehearsalNode[];
}

/** Where every node would fall, and with which salt. */
export interface Rehearsal {
  plan: Plan;
  /** Salts that were tried, the chosen one included. */
  tried: number;
  cohorts: RehearsedCohort[];
}

/** No salt among the candidates puts a reachable node into the canary. */
export class NoCanaryError extends Error {
  readonly code = 'rehearse/no-canary';

  constructor(tried: number) {
    super(`none of ${tried} salts puts a reachable node into the canary: is any node reachable?`);
  }
}

/** Chooses the first salt whose canary holds at least one reachable node, and shows which nodes fall where and when. */
export function rehearse(plan: Omit<Plan, 'salt'>, nodes: readonly RehearsalNode[], salts: Iterable<Hex32>): Rehearsal {
  let tried = 0;
  for (const salt of salts) {
    tried += 1;
    const salted: Plan = { ...plan, salt };
    if (nodes.length > 0 && !nodes.some((node) => node.reachable && cohortOf(node.nodeId, salted) === 0)) continue;
    return { plan: salted, tried, cohorts: cohortsOf(salted, nodes) };
  }
  throw new NoCanaryError(tried);
}

function cohortsOf(plan: Plan, nodes: readonly RehearsalNode[]): RehearsedCohort[] {
  return Array.from({ length: cohortCount(plan) }, (_, cohort) => ({
    cohort,
    bps: cohortBpsOf(cohort, plan),
    opensAfterS: (cohort * plan.cohortDelay) as Sec,
    nodes: nodes.filter((node) => cohortOf(node.nodeId, plan) === cohort),
  }));
}

import { acknowledgedAt } from '../chain/chain-state.ts';
import { failureLimit, type GuardView, isCounted } from '@noderr/protocol';
import { type PicturedNode, type TierPicture } from '../rollouts/tier-picture.ts';

export interface CountedCohort {
  cohort: number;
  counted: PicturedNode[];
  reachable: number;
  /** The number of counted nodes at which the guard pauses. */
  limit: number;
}

/** The nodes of each cohort that the guard counts, since the failures that the last resume acknowledged. */
export function countedCohorts(picture: TierPicture, failureBudget: number): CountedCohort[] {
  const { tier } = picture;
  const since = acknowledgedAt(tier);
  return picture.view.cohorts.map(({ cohort }) => {
    const nodes = picture.expected.filter((node) => node.cohort === cohort);
    const reachable = nodes.filter(({ rollout }) => !rollout.silent).length;
    return {
      cohort,
      counted: nodes.filter(({ rollout }) => isCounted(rollout, since)),
      reachable,
      limit: failureLimit(reachable, failureBudget),
    };
  });
}

/** As the page lists them. */
export function countedView(cohorts: readonly CountedCohort[]): GuardView['counted'] {
  return cohorts.flatMap(({ cohort, counted }) =>
    counted.flatMap(({ fleet, rollout }) =>
      rollout.outcome
        ? [
            {
              nodeId: fleet.nodeId,
              name: fleet.name,
              cohort,
              outcome: rollout.outcome.outcome,
              code: rollout.outcome.code,
            },
          ]
        : [],
    ),
  );
}

import type { CohortView } from '@noderr/protocol';

export type CohortState = 'done' | 'open' | 'next' | 'closed';

/** Done = open and nobody is left who could still move by himself. */
export function cohortState(cohort: CohortView, next: number | null): CohortState {
  if (!cohort.open) return cohort.cohort === next ? 'next' : 'closed';
  const { pending, updating, deferred } = cohort.counts;
  return pending + updating + deferred === 0 ? 'done' : 'open';
}

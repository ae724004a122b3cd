import { rolloutStrings } from '../strings/rollout.ts';

/** What a cohort is called; 0 is the canary. */
export function cohortName(cohort: number): string {
  return cohort === 0 ? rolloutStrings.canary : rolloutStrings.cohort(cohort);
}

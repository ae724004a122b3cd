import { expect, it } from 'vitest';
import { cohortName } from './cohort-name.ts';

it('calls cohort 0 the canary', () => {
  expect([0, 1].map(cohortName)).toEqual(['canary', 'cohort 1']);
});

import { expect, it } from 'vitest';
import { seededCard } from '../../testing/seeded-tiers.ts';
import { cohortState } from './cohort-state.ts';
import { nextCohort } from './gate-words.ts';

it('tells done, open, next and closed cohorts apart', () => {
  const card = seededCard('running');
  const next = nextCohort(card);
  expect(card.rollout.cohorts.map((cohort) => cohortState(cohort, next))).toEqual([
    'done',
    'done',
    'open',
    'next',
    'closed',
  ]);
});

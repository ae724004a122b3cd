import { ReleaseDetail, type Sec } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { releaseDetail } from '../../../test/fixture/history-answers.ts';
import { makeFleet } from '../../../test/fixture/scenarios.ts';
import { cohortCourses, wasRolledOut } from './cohort-course.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');
const HOUR = 3_600_000;

function detail(scenario: 'running' | 'guard', id = 3): ReleaseDetail {
  return ReleaseDetail.parse(releaseDetail(makeFleet(scenario, NOW), 'ORACLE', id, NOW));
}

describe('cohortCourses', () => {
  it('sets what the plan said beside what happened', () => {
    const courses = cohortCourses(detail('running'));
    expect(courses.map(({ bps }) => bps)).toEqual([500, 2500, 2500, 2500, 2000]);
    expect(courses.map(({ openedAt }) => openedAt !== null)).toEqual([true, true, true, false, false]);
    const [canary, first] = courses;
    expect((first?.plannedAt ?? 0) - (canary?.plannedAt ?? 0)).toBe(5 * HOUR);
  });

  it('has each node in exactly one cohort', () => {
    const one = detail('running');
    expect(cohortCourses(one).reduce((sum, { nodes }) => sum + nodes, 0)).toBe(one.nodes.length);
  });

  it('counts failures in the cohort in which they happened', () => {
    const courses = cohortCourses(detail('guard'));
    expect(courses[1]?.failed).toBeGreaterThan(5);
    expect(courses[4]?.failed).toBe(0);
  });

  it('reckons openings by time from start, delay and pauses', () => {
    const one = detail('running');
    const { rollout } = one;
    if (!rollout) throw new Error('release 3 is the target');
    const changes = one.changes
      .filter(({ action }) => action === 'publish')
      .map((change) => ({ ...change, directive: { ...change.directive, pausedTotal: 600 as Sec } }));
    const plan = { ...one.release.plan, gated: false };
    const courses = cohortCourses({ ...one, release: { ...one.release, plan }, changes });
    expect((courses[1]?.openedAt ?? 0) - (courses[1]?.plannedAt ?? 0)).toBe(600_000);
    expect(courses[4]?.openedAt).toBeNull();
  });

  it('knows nothing of cohorts where a release was only rolled back to', () => {
    const one = detail('running');
    const changes = one.changes.map((change) => ({
      ...change,
      directive: { ...change.directive, kind: 'rollback' as const },
    }));
    expect(wasRolledOut({ ...one, changes })).toBe(false);
    expect(cohortCourses({ ...one, changes })[0]).toMatchObject({ plannedAt: null, openedAt: null });
  });
});

import { ReleaseDetail } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { releaseDetail } from '../../../test/fixture/history-answers.ts';
import { makeFleet } from '../../../test/fixture/scenarios.ts';
import { filterPlaces, parsePlaceFilter } from './place-filter.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

describe('the node list of a release', () => {
  it('takes its filter from the address and ignores what it does not know', () => {
    expect(parsePlaceFilter(new URLSearchParams('place=failed&cohort=2&code=health/timeout&search=or'))).toEqual({
      place: 'failed',
      cohort: 2,
      code: 'health/timeout',
      search: 'or',
    });
    expect(parsePlaceFilter(new URLSearchParams('place=x&cohort=-1&code=y'))).toEqual({
      place: null,
      cohort: null,
      code: null,
      search: '',
    });
  });

  it('finds by name, id, cohort, place and failure', () => {
    const { nodes } = ReleaseDetail.parse(releaseDetail(makeFleet('guard', NOW), 'ORACLE', 3, NOW));
    const none = parsePlaceFilter(new URLSearchParams());
    expect(filterPlaces(nodes, none)).toHaveLength(nodes.length);
    expect(filterPlaces(nodes, { ...none, search: 'ORACLE-007' }).map(({ name }) => name)).toEqual(['oracle-007']);
    expect(filterPlaces(nodes, { ...none, cohort: 1 }).every(({ cohort }) => cohort === 1)).toBe(true);
    const failed = filterPlaces(nodes, { ...none, code: 'health/timeout' });
    expect(failed.length).toBeGreaterThan(0);
    expect(filterPlaces(nodes, { ...none, code: 'health/timeout', place: 'updated' }, 'place')).toEqual(failed);
  });
});

import { describe, expect, it } from 'vitest';
import { cohortOf, type Directive, type Heartbeat, type NodeDetail, type ReleaseId, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { fleetNode, heartbeat, picture, type PictureOver, release } from '../testing/make-picture.ts';
import { nodeWants } from './node-wants.ts';

const { plan } = release(2);
const inCohort = (cohort: number): number => {
  for (let n = 1; n < 10_000; n += 1) if (cohortOf(fleetNode(n).nodeId, plan) === cohort) return n;
  throw new Error(`nobody in cohort ${cohort}`);
};
const canary = inCohort(0);
const third = inCohort(3);

function wants(
  n: number,
  beat: Partial<Record<keyof Heartbeat, unknown>> | null,
  over: Partial<Directive> = {},
  more: PictureOver = {},
): NodeDetail['wants'] {
  const node = fleetNode(n, { heartbeat: beat && heartbeat(beat) });
  const shown = picture({ directive: directive(over), fleet: [node], ...more });
  const [found] = shown.nodes;
  if (!found) throw new Error('no node');
  return nodeWants(found, shown);
}

describe('what a node wants, in words', () => {
  it('is the target once its cohort is open', () => {
    expect(wants(canary, {})).toEqual({
      releaseId: 2,
      version: '1.1.0',
      text: 'Moves up to 1.1.0: its cohort is open.',
    });
  });

  it('is to wait for its cohort, and says when it opens at the earliest', () => {
    expect(wants(third, {}).text).toBe('Stays on 1.0.0: cohort 3 opens in 4 min 50 s at the earliest.');
    expect(wants(third, {}, { openThrough: 2 }, { time: 1300 }).text).toBe(
      'Stays on 1.0.0: cohort 3 opens as soon as its gate allows.',
    );
    const timed = [release(1), release(2, { plan: { ...plan, gated: false } })];
    expect(wants(third, {}, {}, { releases: timed }).text).toBe('Stays on 1.0.0: cohort 3 opens in 4 min 50 s.');
  });

  it('is to stay at its target, while paused, or above it', () => {
    expect(wants(canary, { committed: 2 }).text).toBe('Runs 1.1.0, its tier’s target.');
    expect(wants(canary, {}, { paused: true }).text).toBe('Stays on 1.0.0 while its tier is paused.');
    expect(wants(canary, { committed: 3 }).text).toMatch(/^Stays on release 3, above/);
  });

  it('is to go down in a rollback, off a withdrawn release, and up to the baseline', () => {
    const rollback = { kind: 'rollback', target: 1 as ReleaseId } as const;
    expect(wants(canary, { committed: 2 }, rollback).text).toBe('Moves down to 1.0.0: the tier is rolled back.');
    const withdrawn = { target: 4 as ReleaseId, withdrawn: 3 as ReleaseId };
    const releases = [release(1), release(2), release(3), release(4)];
    expect(wants(third, { committed: 3 }, withdrawn, { releases }).text).toMatch(/was withdrawn/);
    expect(wants(third, { committed: 0 }).text).toMatch(/behind what everybody may run/);
    expect(wants(third, { committed: 0 }, { paused: true }).text).toMatch(/has no release yet/);
  });

  it('says what stands in its way', () => {
    const release2 = 2 as ReleaseId;
    expect(wants(canary, { cannotFollow: { releaseId: release2, code: 'backup/missing' } }).text).toContain(
      'It cannot follow: backup/missing.',
    );
    expect(wants(canary, { failed: { releaseId: release2, code: 'start/exited' } }).text).toContain(
      'It failed here before (start/exited)',
    );
    expect(wants(canary, { hold: { by: 'operator', until: null } }).text).toContain('Its operator holds it.');
    expect(wants(canary, { hold: { by: 'hub', until: null } }).text).toContain('The hub asked it to hold still.');
    expect(wants(canary, { state: { name: 'unmanaged', since: 1, reason: 'compose' } }).text).toContain('adopt');
    expect(wants(canary, { state: { name: 'stuck', since: 1, code: 'docker/failed', attempt: null } }).text).toContain(
      'It is stuck: docker/failed.',
    );
    expect(wants(canary, null).text).toContain('It was not heard yet.');
    expect(wants(canary, {}, {}, { latest: directive({ seq: 6 as Seq }) }).text).toContain('not final yet');
  });

  it('is nothing where nothing was published', () => {
    expect(wants(canary, {}, {}, { directive: null }).text).toBe('Nothing was published for its tier yet.');
  });
});

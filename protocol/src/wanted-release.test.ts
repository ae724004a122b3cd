import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NodeId, type ReleaseId, type Sec } from './brands.ts';
import { cohortOf, isCohortOpen } from './cohort.ts';
import { type Directive } from './directive.ts';
import { directive, legalPlan, nodeId } from './testing/arbitraries.ts';
import { gatedPlan, makeRelease } from './testing/make-release.ts';
import { wantedRelease } from './wanted-release.ts';

const NODE = `0x${'a'.repeat(64)}` as NodeId;

function want(over: Partial<Directive>, committed: number, plan = { ...gatedPlan, canaryBps: 10_000 as never }) {
  return wantedRelease(
    { directive: directive(over), target: makeRelease({ plan }), block: { time: 2000 as Sec } },
    NODE,
    committed as ReleaseId,
  );
}

describe('which release a node wants', () => {
  it('wants nothing where nothing was published', () => {
    expect(want({ kind: 'none' }, 0)).toMatchObject({ kind: 'stay', reason: 'nothing-published' });
  });

  it('follows rule 1: paused stays, but a fresh node installs the baseline', () => {
    expect(want({ paused: true }, 1)).toMatchObject({ kind: 'stay', reason: 'paused' });
    expect(want({ paused: true }, 0)).toMatchObject({ kind: 'move', reason: 'install-baseline', to: 1 });
    expect(want({ paused: true, baseline: 0 as ReleaseId }, 0)).toMatchObject({ kind: 'stay', reason: 'paused' });
  });

  it('follows rule 2: a rollback takes a node above its target down', () => {
    const down = { kind: 'rollback', target: 1, baseline: 1, withdrawn: 2 } as Partial<Directive>;
    expect(want(down, 2)).toMatchObject({ kind: 'move', reason: 'rollback', to: 1, direction: 'down' });
    expect(want(down, 1)).toMatchObject({ kind: 'stay', reason: 'at-target' });
    expect(want(down, 0)).toMatchObject({ kind: 'move', reason: 'behind-baseline', to: 1, direction: 'up' });
  });

  it('follows rule 3: an open cohort goes up', () => {
    expect(want({}, 1)).toMatchObject({ kind: 'move', reason: 'rollout', to: 2, direction: 'up' });
    expect(want({}, 2)).toMatchObject({ kind: 'stay', reason: 'at-target' });
    expect(want({}, 3)).toMatchObject({ kind: 'stay', reason: 'above-target' });
  });

  it('follows rule 4: a withdrawn release goes to the baseline when its cohort is closed', () => {
    const closed = { ...gatedPlan, canaryBps: 1 as never, cohortBps: 9999 as never };
    expect(want({ target: 4, withdrawn: 3 } as never, 3, closed)).toMatchObject({ reason: 'withdrawn', to: 1 });
  });

  it('follows rule 5 and 6: below the baseline goes up, else waits for its cohort', () => {
    const closed = { ...gatedPlan, canaryBps: 1 as never, cohortBps: 9999 as never };
    expect(want({ target: 4, baseline: 2 } as never, 1, closed)).toMatchObject({ reason: 'behind-baseline', to: 2 });
    expect(want({}, 1, closed)).toMatchObject({ kind: 'stay', reason: 'cohort-closed' });
  });

  it('never goes down in a rollout except off a withdrawn release, nor up to an unproven one before its cohort', () => {
    const id = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(
        legalPlan,
        nodeId,
        id,
        id,
        id,
        id,
        fc.boolean(),
        fc.integer({ min: 0, max: 20 }),
        fc.nat(3_000_000),
        (plan, node, committed, a, b, withdrawn, paused, openThrough, seconds) => {
          const [baseline, target] = a < b ? [a, b] : [b, a + 1];
          const given = directive({ baseline, target, withdrawn, paused, openThrough, pausedAt: 1000 } as never);
          const time = (1000 + seconds) as Sec;
          const wanted = wantedRelease(
            { directive: given, target: makeRelease({ plan }), block: { time } },
            node,
            committed as ReleaseId,
          );
          if (wanted.kind === 'stay') return;
          if (wanted.direction === 'down') expect(committed).toBeLessThanOrEqual(withdrawn);
          const own = isCohortOpen(cohortOf(node, plan), given, plan, time);
          expect(wanted.to === baseline || (wanted.to === target && own)).toBe(true);
          if (paused) expect(committed).toBe(0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, MOMENTS, planChaos, type PlanOptions, type Wave } from './chaos-plan.ts';
import { seededRandom } from './seeded-random.ts';

const options = fc.record({
  kills: fc.integer({ min: 1, max: 200 }),
  nodes: fc.integer({ min: 1, max: 8 }),
  runtime: fc.constantFrom('docker' as const, 'process' as const),
});
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function plan(seed: number, of: PlanOptions): Wave[] {
  return planChaos(seededRandom(seed), of);
}

describe('a plan', () => {
  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(seeds, options, (seed, of) => {
        expect(plan(seed, of)).toEqual(plan(seed, of));
      }),
    );
  });

  it('differs for another seed', () => {
    const of = { kills: 30, nodes: 4, runtime: 'docker' } as const;
    expect(plan(1, of)).not.toEqual(plan(2, of));
  });

  it('has exactly as many blows as are asked for, each on a node of the fleet', () => {
    fc.assert(
      fc.property(seeds, options, (seed, of) => {
        const blows = plan(seed, of).flatMap((wave) => wave.blows);
        expect(blows).toHaveLength(of.kills);
        expect(blows.every(({ node }) => node >= 0 && node < of.nodes)).toBe(true);
      }),
    );
  });

  it('restarts dockerd only where there is one', () => {
    fc.assert(
      fc.property(seeds, options, (seed, of) => {
        const kinds = plan(seed, { ...of, runtime: 'process' }).flatMap((wave) => wave.blows.map(({ kind }) => kind));
        expect(new Set(kinds)).toEqual(new Set(['agent']));
      }),
    );
    const kinds = plan(1, { kills: 200, nodes: 4, runtime: 'docker' }).flatMap((wave) =>
      wave.blows.map(({ kind }) => kind),
    );
    expect(new Set(kinds)).toEqual(new Set(['agent', 'dockerd']));
  });

  it('begins with a good release and never rolls back twice in a row', () => {
    fc.assert(
      fc.property(seeds, options, (seed, of) => {
        const changes = plan(seed, of).map(({ change }) => change);
        expect(changes[0]).toEqual({ kind: 'publish', fault: 'none', data: 'compatible' });
        const again = changes.some(({ kind }, index) => kind === 'rollback' && changes[index + 1]?.kind === 'rollback');
        expect(again).toBe(false);
      }),
    );
  });

  it('waits for a rollback only where one can come', () => {
    fc.assert(
      fc.property(seeds, options, (seed, of) => {
        for (const { change, blows } of plan(seed, of)) {
          const good = change.kind === 'rollback' || change.fault === 'none';
          if (!good) continue;
          for (const { node, moment } of blows.filter(({ kind }) => kind === 'agent')) {
            const others = blows.filter((blow) => blow.node === node && blow.moment !== 'rolling-back');
            if (moment === 'rolling-back') expect(others.length).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  it('lets blows fall in the order in which an attempt comes to their moments', () => {
    const blows = plan(7, { kills: 100, nodes: 2, runtime: 'docker' }).flatMap((wave) => wave.blows);
    const at = inOrder(blows).map(({ moment }) => MOMENTS.indexOf(moment));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at).toHaveLength(blows.length);
  });
});

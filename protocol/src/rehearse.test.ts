import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohortOf } from './cohort.ts';
import { DEFAULT_PLAN, Plan } from './plan.ts';
import { NoCanaryError, rehearse, type RehearsalNode } from './rehearse.ts';
import { hex32, nodeId } from './testing/arbitraries.ts';

const plan = Plan.parse({ ...DEFAULT_PLAN, salt: `0x${'0'.repeat(64)}` });
const salts = fc.sample(hex32, { numRuns: 500, seed: 1 });
const nodes: RehearsalNode[] = fc
  .sample(nodeId, { numRuns: 12, seed: 2 })
  .map((id, index) => ({ nodeId: id, name: `n${index}`, reachable: index === 0 }));

describe('rehearse', () => {
  it('finds a salt whose canary holds a reachable node, and places every node once', () => {
    const found = rehearse(plan, nodes, salts);
    expect(found.cohorts[0]?.nodes.some((node) => node.reachable)).toBe(true);
    expect(found.cohorts.flatMap((cohort) => cohort.nodes)).toHaveLength(nodes.length);
    for (const cohort of found.cohorts) {
      for (const node of cohort.nodes) expect(cohortOf(node.nodeId, found.plan)).toBe(cohort.cohort);
    }
    expect(found.cohorts.map((cohort) => cohort.opensAfterS)).toEqual([0, 18_000, 36_000, 54_000, 72_000]);
  });

  it('takes the first salt when there are no nodes yet', () => {
    expect(rehearse(plan, [], salts).tried).toBe(1);
  });

  it('says so when no node can be a canary', () => {
    const unreachable = nodes.map((node) => ({ ...node, reachable: false }));
    expect(() => rehearse(plan, unreachable, salts)).toThrow(NoCanaryError);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Bps, Hex32, NodeId, type Sec } from './brands.ts';
import { bucketOf, cohortBpsOf, cohortOf, cohortOfBucket, isCohortOpen, openThroughOf } from './cohort.ts';
import { cohortCount, DEFAULT_PLAN, Plan } from './plan.ts';
import { directive, hex32, legalPlan, nodeId } from './testing/arbitraries.ts';

const vectors = z
  .array(
    z.object({
      salt: Hex32,
      nodeId: NodeId,
      canaryBps: Bps,
      cohortBps: Bps,
      bucket: z.number(),
      cohort: z.number(),
    }),
  )
  .min(100)
  .parse(JSON.parse(readFileSync(new URL('../vectors/cohorts.json', import.meta.url), 'utf8')));

describe('the cohort arithmetic', () => {
  it('agrees with the vectors that contract, agent, hub and plugin share', () => {
    for (const vector of vectors) {
      expect(bucketOf(vector.salt, vector.nodeId)).toBe(vector.bucket);
      expect(cohortOfBucket(vector.bucket, vector)).toBe(vector.cohort);
    }
  });

  it('gives each bucket exactly one cohort, and cohorts the size that the plan says, for every legal plan', () => {
    fc.assert(
      fc.property(legalPlan, (plan) => {
        const sizes = new Map<number, number>();
        for (let bucket = 0; bucket < 10_000; bucket += 1) {
          const cohort = cohortOfBucket(bucket, plan);
          sizes.set(cohort, (sizes.get(cohort) ?? 0) + 1);
        }
        const cohorts = Array.from({ length: cohortCount(plan) }, (_, cohort) => cohort);
        expect([...sizes.keys()].sort((a, b) => a - b)).toEqual(cohorts);
        for (const cohort of cohorts) expect(sizes.get(cohort)).toBe(cohortBpsOf(cohort, plan));
      }),
      { numRuns: 60 },
    );
  });

  it('makes canaries of two releases overlap no more than chance', () => {
    const plan = Plan.parse({ ...DEFAULT_PLAN, salt: `0x${'0'.repeat(64)}` });
    fc.assert(
      fc.property(hex32, hex32, (a, b) => {
        fc.pre(a !== b);
        const nodes = fc.sample(nodeId, { numRuns: 2000, seed: 7 });
        const both = nodes.filter(
          (id) => cohortOf(id, { ...plan, salt: a }) === 0 && cohortOf(id, { ...plan, salt: b }) === 0,
        ).length;
        // Binomial with n = 2000, p = 0.05²: mean 5, six standard deviations above it are 19.
        expect(both).toBeLessThanOrEqual(19);
      }),
      { numRuns: 10, seed: 42 },
    );
  });
});

describe('opening', () => {
  const ungated = { openThrough: 0 };

  it('opens the canary at once and cohort i after i delays, on time alone when not gated', () => {
    const plan = Plan.parse({
      canaryBps: 500,
      cohortBps: 2500,
      cohortDelay: 100,
      gated: false,
      salt: `0x${'0'.repeat(64)}`,
    });
    const now = directive(ungated);
    expect(isCohortOpen(0, now, plan, 1000 as Sec)).toBe(true);
    expect(isCohortOpen(1, now, plan, 1099 as Sec)).toBe(false);
    expect(isCohortOpen(1, now, plan, 1100 as Sec)).toBe(true);
    expect(openThroughOf(now, plan, 1399 as Sec)).toBe(3);
  });

  it('waits for the gate however much time has passed', () => {
    const plan = Plan.parse({ ...DEFAULT_PLAN, salt: `0x${'0'.repeat(64)}` });
    expect(isCohortOpen(1, directive(), plan, 10_000_000 as Sec)).toBe(false);
    expect(isCohortOpen(1, directive({ openThrough: 1 }), plan, 1000 as Sec)).toBe(true);
  });

  it('opens all at once where the plan has no delay and no gate', () => {
    const plan = Plan.parse({ ...DEFAULT_PLAN, gated: false, cohortDelay: 0, salt: `0x${'0'.repeat(64)}` });
    expect(openThroughOf(directive(), plan, 1000 as Sec)).toBe(cohortCount(plan) - 1);
    expect(openThroughOf(directive(), { ...plan, gated: true }, 1000 as Sec)).toBe(0);
  });

  it('opens nothing while paused, the canary included', () => {
    const plan = Plan.parse({ ...DEFAULT_PLAN, salt: `0x${'0'.repeat(64)}` });
    expect(isCohortOpen(0, directive({ paused: true, pausedAt: 1001 as Sec }), plan, 2000 as Sec)).toBe(false);
  });

  it('shifts every opening by exactly the length of a pause', () => {
    fc.assert(
      fc.property(
        legalPlan.filter((plan) => !plan.gated),
        fc.integer({ min: 0, max: 100_000 }),
        fc.nat(50_000),
        (plan, pause, offset) => {
          const before = directive();
          const after = directive({ pausedTotal: pause as Sec });
          for (let cohort = 0; cohort < cohortCount(plan); cohort += 1) {
            const at = (1000 + cohort * plan.cohortDelay + offset - 25_000) as Sec;
            const later = (at + pause) as Sec;
            if (at < 1000) continue;
            expect(isCohortOpen(cohort, after, plan, later)).toBe(isCohortOpen(cohort, before, plan, at));
          }
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hex32, type Ms, type NodeId, type ReleaseId, type Sec, type Seq } from './brands.ts';
import { cohortOf } from './cohort.ts';
import { FailureCode } from './failure-code.ts';
import { rolloutView, type RolloutViewInput } from './rollout-view-of.ts';
import { NODE_PLACES, RolloutView, type RolloutNode } from './rollout-view.ts';
import { directive, legalPlan, nodeId } from './testing/arbitraries.ts';
import { gatedPlan, makeRelease } from './testing/make-release.ts';
import { OUTCOMES } from './update-event.ts';

const hash = `0x${'0'.repeat(64)}` as Hex32;

function node(over: Partial<RolloutNode> = {}): RolloutNode {
  return {
    nodeId: `0x${'a'.repeat(64)}` as NodeId,
    committed: 1 as ReleaseId,
    unmanaged: false,
    silent: false,
    updating: false,
    unhealthy: false,
    outcome: null,
    cannotFollow: false,
    held: false,
    deferred: false,
    ...over,
  };
}

function view(over: Partial<RolloutViewInput> = {}): RolloutView {
  return rolloutView({
    tier: 'ALL',
    directive: directive(),
    target: makeRelease(),
    nodes: [],
    block: { number: 10, hash, time: 1050 as Sec },
    stale: false,
    latestSeq: 5 as Seq,
    acknowledgedAt: null,
    failureBudget: 0.05,
    gateShare: 0.8,
    ...over,
  });
}

/** Ids that fall into one cohort of the gated plan. */
function idsIn(cohort: number, count: number): NodeId[] {
  const found: NodeId[] = [];
  for (let n = 0; found.length < count; n += 1) {
    const id = `0x${n.toString(16).padStart(64, '0')}` as NodeId;
    if (cohortOf(id, gatedPlan) === cohort) found.push(id);
  }
  return found;
}

const anyNode: fc.Arbitrary<RolloutNode> = fc.record({
  nodeId,
  committed: fc.integer({ min: 0, max: 3 }) as unknown as fc.Arbitrary<ReleaseId>,
  unmanaged: fc.boolean(),
  silent: fc.boolean(),
  updating: fc.boolean(),
  unhealthy: fc.boolean(),
  outcome: fc.option(
    fc.record({
      outcome: fc.constantFrom(...OUTCOMES),
      code: fc.option(fc.constantFrom(...FailureCode.options)),
      to: fc.constant(2 as ReleaseId),
      at: fc.nat() as unknown as fc.Arbitrary<Ms>,
    }),
  ),
  cannotFollow: fc.boolean(),
  held: fc.boolean(),
  deferred: fc.boolean(),
});

describe('the rollout view', () => {
  it('puts each expected node into exactly one cohort and one count, and passes its own schema', () => {
    fc.assert(
      fc.property(legalPlan, fc.array(anyNode, { maxLength: 60 }), fc.nat(20), (plan, nodes, openThrough) => {
        const made = view({ nodes, target: makeRelease({ plan }), directive: directive({ openThrough }) });
        expect(() => RolloutView.parse(made)).not.toThrow();
        expect(made.cohorts.reduce((sum, cohort) => sum + cohort.nodes, 0)).toBe(nodes.length);
        for (const place of NODE_PLACES) {
          const inCohorts = made.cohorts.reduce((sum, cohort) => sum + cohort.counts[place], 0);
          expect(inCohorts).toBe(made.counts[place]);
        }
        expect(Object.values(made.counts).reduce((sum, count) => sum + count, 0)).toBe(nodes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('is none before anything is published, and awaits finality of the first release', () => {
    expect(view({ directive: null, target: null, latestSeq: 0 as Seq })).toMatchObject({ status: 'none', cohorts: [] });
    expect(view({ directive: null, target: null, latestSeq: 1 as Seq }).status).toBe('awaiting-final');
    expect(view({ latestSeq: 6 as Seq }).status).toBe('awaiting-final');
  });

  it('leaves a node whose surroundings failed pending, and counts a release fault as failed', () => {
    const failed = (code: 'registry/unreachable' | 'health/http-status') =>
      view({
        nodes: [node({ outcome: { outcome: 'failed', code, to: 2 as ReleaseId, at: 1 as Ms } })],
      });
    expect(failed('registry/unreachable').counts).toMatchObject({ pending: 1, failed: 0 });
    expect(failed('registry/unreachable').budget.used).toBe(0);
    expect(failed('health/http-status').counts).toMatchObject({ pending: 0, failed: 1 });
    expect(failed('health/http-status').budget).toMatchObject({ used: 1, limit: 1 });
  });

  it('forgets the failures that a resume acknowledged', () => {
    const nodes = [
      node({ outcome: { outcome: 'rolled-back', code: 'health/timeout', to: 2 as ReleaseId, at: 100 as Ms } }),
    ];
    expect(view({ nodes }).budget.used).toBe(1);
    expect(view({ nodes, acknowledgedAt: 100 as Ms }).budget.used).toBe(0);
    expect(view({ nodes, acknowledgedAt: 100 as Ms }).counts.rolledBack).toBe(1);
  });

  it('is complete when all is open and nobody is pending, updating or deferred', () => {
    const all = directive({ openThrough: 4 });
    const updated = node({ committed: 2 as ReleaseId });
    expect(view({ directive: all, nodes: [updated, node({ held: true })] }).status).toBe('complete');
    expect(view({ directive: all, nodes: [updated, node()] }).status).toBe('running');
    expect(view({ directive: directive({ openThrough: 3 }), nodes: [updated] }).status).not.toBe('complete');
  });

  it('rolls back until no heard node is above the target', () => {
    const back = directive({ kind: 'rollback', target: 1 as ReleaseId, withdrawn: 2 as ReleaseId });
    const target = makeRelease({ id: 1 as ReleaseId });
    expect(view({ directive: back, target, nodes: [node({ committed: 2 as ReleaseId })] }).status).toBe('rolling-back');
    expect(view({ directive: back, target, nodes: [node()] })).toMatchObject({ status: 'rolled-back', cohorts: [] });
  });

  it('rates success over nodes with a result only', () => {
    expect(view({ nodes: [node()] }).successRate).toBeNull();
    const nodes = [node({ committed: 2 as ReleaseId }), node({ committed: 2 as ReleaseId, unhealthy: true })];
    expect(view({ nodes }).successRate).toBe(0.5);
  });
});

describe('the gate', () => {
  const canaries = idsIn(0, 5);
  const late = { number: 10, hash, time: 1100 as Sec };
  const canary = (over: Partial<RolloutNode>, index = 0) =>
    node({ nodeId: canaries[index] ?? ('' as NodeId), ...over });
  const updated = { committed: 2 as ReleaseId };

  it('waits for the delay in unpaused block time', () => {
    expect(view({ nodes: [canary(updated)] }).gate).toMatchObject({ cohort: 1, delayLeftS: 50, waitsFor: ['delay'] });
    expect(view({ nodes: [canary(updated)], block: late }).gate?.waitsFor).toEqual([]);
  });

  it('holds until 80 % of the eligible canaries have an outcome and one has committed', () => {
    const nodes = [0, 1, 2, 3, 4].map((index) => canary(index < 3 ? updated : {}, index));
    const held = view({ nodes, block: late });
    expect(held).toMatchObject({
      status: 'held',
      gate: { evidence: { have: 3, eligible: 5 }, waitsFor: ['evidence'] },
    });
    const silent = nodes.map((entry, index) => (index === 4 ? { ...entry, silent: true } : entry));
    expect(view({ nodes: silent, block: late }).gate?.evidence).toEqual({ have: 3, eligible: 4 });
    expect(view({ nodes: [canary({ silent: true })], block: late }).gate?.waitsFor).toEqual(['first-commit']);
  });

  it('holds while an updated node is sick, the budget is used up, or the tier is paused', () => {
    const sick = canary({ ...updated, unhealthy: true });
    expect(view({ nodes: [sick], block: late }).gate?.waitsFor).toEqual(['health']);
    const back = canary(
      { outcome: { outcome: 'rolled-back', code: 'health/timeout', to: 2 as ReleaseId, at: 1 as Ms } },
      1,
    );
    expect(view({ nodes: [canary(updated), back], block: late }).gate?.waitsFor).toEqual(['budget']);
    const paused = directive({ paused: true, pausedAt: 1100 as Sec });
    expect(view({ nodes: [canary(updated)], block: late, directive: paused }).gate?.waitsFor).toEqual(['pause']);
  });

  it('lets an empty canary pass, and has nothing to say when the last cohort is open', () => {
    expect(view({ block: late }).gate?.waitsFor).toEqual([]);
    expect(view({ directive: directive({ openThrough: 4 }) }).gate).toBeNull();
  });

  it('estimates when the last cohort can open', () => {
    expect(view({ nodes: [canary(updated)] }).etaAt).toBe(1050 + 50 + 3 * 100);
    expect(view({ directive: directive({ paused: true }) }).etaAt).toBeNull();
  });
});

import { type ChainView, NodeId, ReleaseId, type TierCard } from '@noderr/protocol';
import { expect, test } from 'vitest';
import { type FleetNode } from './fleet.ts';
import { promotionProblem } from './promotion.ts';

/** Only what the judgement reads: two cohorts a minute apart, `elapsed` seconds after the start. */
function viewOf(change: { kind?: string; paused?: boolean; elapsed?: number } = {}): ChainView {
  const { kind = 'rollout', paused = false, elapsed = 60 } = change;
  return {
    block: { time: elapsed },
    directive: {
      ...{ kind, paused, target: 2, rolloutId: 9, openThrough: 0 },
      ...{ startedAt: 0, pausedAt: 0, pausedTotal: 0 },
    },
    target: { plan: { canaryBps: 5000, cohortBps: 5000, cohortDelay: 60, gated: false } },
  } as unknown as ChainView;
}

const node = (change: Partial<FleetNode> = {}): FleetNode => ({
  ...{ nodeId: NodeId.parse(`0x${'11'.repeat(32)}`), name: '', tier: 'ALL', status: 'active', place: 'updated' },
  ...{ committed: ReleaseId.parse(2), healthy: true },
  ...change,
});
const fleet = (...nodes: FleetNode[]) => ({ source: 'fleet', nodes }) as const;

const hub = (rollout: object = {}, stale = false) =>
  ({
    source: 'hub',
    stale,
    card: {
      rollout: {
        ...{ rolloutId: 9, status: 'complete', stale: false, counts: { unhealthy: 0, failed: 0, rolledBack: 0 } },
        ...rollout,
      },
    } as unknown as TierCard,
  }) as const;

test('Only a complete and healthy rollout is proven', () => {
  expect(promotionProblem(viewOf(), fleet(node()))).toBeUndefined();
  expect(promotionProblem(viewOf(), hub())).toBeUndefined();
});

test.each([
  ['a rollback', viewOf({ kind: 'rollback' }), fleet(node())],
  ['a pause', viewOf({ paused: true }), fleet(node())],
  ['a cohort that is not open', viewOf({ elapsed: 59 }), fleet(node())],
  ['no evidence at all', viewOf(), undefined],
  ['an empty fleet', viewOf(), fleet()],
  ['only silent nodes', viewOf(), fleet(node({ place: 'silent' }))],
  ['a node elsewhere', viewOf(), fleet(node(), node({ committed: ReleaseId.parse(1) }))],
  ['a sick node', viewOf(), fleet(node({ healthy: false }))],
  ['a hub that is stale', viewOf(), hub({}, true)],
  ['a hub that knows another rollout', viewOf(), hub({ rolloutId: 8 })],
  ['a rollout that still runs', viewOf(), hub({ status: 'running' })],
  ['an unhealthy node', viewOf(), hub({ counts: { unhealthy: 1, failed: 0, rolledBack: 0 } })],
])('Not proven: %s', (_what, view, evidence) => {
  expect(promotionProblem(view, evidence)).toEqual(expect.any(String));
});

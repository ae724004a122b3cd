import { expect, it } from 'vitest';
import { type Ms, type ReleaseId, RolloutEvidence, type Seq } from '@noderr/protocol';
import { change, fleetNode, heartbeat, outcome, picture } from '../testing/make-picture.ts';
import { rolloutEvidence } from './rollout-evidence.ts';

const POLICY = { failureBudget: 0.05, gateShare: 0.8 };
const attempt = { id: '6f1a1c0e-6f0e-4a63-9a0e-0f8b4b0d6a11', from: 1, to: 2, rolloutId: 5, seq: 5, startedAt: 1 };
const stuck = heartbeat({ state: { name: 'stuck', since: 1, code: 'start/exited', attempt } });

it('The evidence of a view is what it was made from, as its schema says', () => {
  const shown = picture({ fleet: [fleetNode(1), fleetNode(2, { suspended: { at: 1 as Ms, reason: '' } })] });
  const evidence = RolloutEvidence.parse(rolloutEvidence(shown, POLICY));
  expect(evidence).toMatchObject({ view: shown.view, latestSeq: 5, acknowledgedAt: null, ...POLICY });
  expect(evidence.nodes.map(({ name }) => name)).toEqual(['node-1']);
});

it('An outcome that only a stuck node’s state tells is marked, one that it reported is not', () => {
  const fleet = [fleetNode(1, { heartbeat: stuck }), fleetNode(2, { heartbeat: stuck }), fleetNode(3)];
  const { nodes } = rolloutEvidence(picture({ fleet, outcomes: [outcome(2)] }), POLICY);
  expect(nodes.map((node) => [node.outcome?.outcome ?? null, node.stuck])).toEqual([
    ['failed', true],
    ['committed', false],
    [null, false],
  ]);
});

it('A resume of the present rollout is when the hub saw it', () => {
  const resume = change({ action: 'resume', seq: 5 as Seq, target: 2 as ReleaseId, seenAt: 42 });
  expect(rolloutEvidence(picture({ changes: [resume] }), POLICY).acknowledgedAt).toBe(42);
});

import { describe, expect, it } from 'vitest';
import { cohortOf, MAX_REASON_BYTES, type Directive, type Ms, type ReleaseId, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { type PauseAlert } from '../alerts/alert-book.ts';
import { change, fleetNode, NOW, outcome, picture, type PictureOver, release } from '../testing/make-picture.ts';
import { clippedReason } from './clipped-reason.ts';
import { guardDecision, type GuardDecision } from './guard-decision.ts';

const { plan } = release(2);
const canaries: number[] = [];
for (let n = 1; canaries.length < 41; n += 1) if (cohortOf(fleetNode(n).nodeId, plan) === 0) canaries.push(n);

const failed = (n: number, over: Parameters<typeof outcome>[1] = {}): ReturnType<typeof outcome> =>
  outcome(n, { outcome: 'rolled-back', code: 'health/http-status', ...over });

function decide(
  over: Partial<Directive>,
  more: PictureOver,
  count = 3,
  alerts: readonly PauseAlert[] = [],
): GuardDecision {
  const fleet = canaries.slice(0, count).map((n) => fleetNode(n));
  return guardDecision(picture({ directive: directive(over), fleet, ...more }), 0.05, alerts);
}

function alert(sinceMs: number, over: Partial<PauseAlert> = {}): PauseAlert {
  return { name: 'RolloutFailureRateHigh', summary: '12 % of the updates failed.', since: sinceMs as Ms, ...over };
}

const [first = 0, second = 0, third = 0] = canaries;

describe('the guard', () => {
  it('pauses at the first failure of a small cohort, with its reason', () => {
    expect(decide({}, { outcomes: [failed(first)] })).toEqual({
      kind: 'pause',
      expectedRollout: 5,
      reason: `1 of 3 in the canary failed (limit 1): node-${first} health/http-status`,
    });
  });

  it('counts against the reachable nodes of a large cohort', () => {
    const limit3 = (failures: number): GuardDecision =>
      decide({}, { outcomes: canaries.slice(0, failures).map((n) => failed(n)) }, 41);
    expect(limit3(2).kind).toBe('watch');
    expect(limit3(3).kind).toBe('pause');
  });

  it('never counts faults of the surroundings, aborted attempts or suspended nodes', () => {
    const outcomes = [
      failed(first, { outcome: 'failed', code: 'registry/unreachable' }),
      failed(second, { outcome: 'aborted', code: 'paused' }),
    ];
    expect(decide({}, { outcomes })).toEqual({ kind: 'watch', why: 'within-budget' });
    const suspended = fleetNode(third, { suspended: { at: NOW, reason: '' } });
    expect(decide({}, { outcomes: [failed(third)], fleet: [suspended] }).kind).toBe('watch');
  });

  it('counts only what came after the last resume of this rollout', () => {
    const resumed = [change({ action: 'resume', seenAt: NOW })];
    expect(decide({}, { outcomes: [failed(first)], changes: resumed }).kind).toBe('watch');
    const later = failed(first, { receivedAt: (NOW + 1) as typeof NOW });
    expect(decide({}, { outcomes: [later], changes: resumed }).kind).toBe('pause');
    const ofAnother = [change({ action: 'resume', seenAt: NOW, rolloutId: 4 as Seq })];
    expect(decide({}, { outcomes: [failed(first)], changes: ofAnother }).kind).toBe('pause');
  });

  it('leaves rollbacks, paused rollouts and what is about to change alone', () => {
    const outcomes = [failed(first)];
    expect(decide({ kind: 'rollback', target: 1 as ReleaseId }, { outcomes })).toMatchObject({ why: 'no-rollout' });
    expect(decide({ paused: true }, { outcomes })).toMatchObject({ why: 'paused' });
    const paused = directive({ seq: 6 as Seq, paused: true });
    expect(decide({}, { outcomes, latest: paused })).toMatchObject({ why: 'paused' });
    const resumed = directive({ seq: 6 as Seq });
    expect(decide({ paused: true }, { outcomes, latest: resumed })).toMatchObject({ why: 'awaiting-final' });
    const next = directive({ seq: 6 as Seq, rolloutId: 6 as Seq });
    expect(decide({}, { outcomes, latest: next })).toMatchObject({ why: 'awaiting-final' });
  });

  it('gives a reason that the contract takes, however many nodes failed', () => {
    const decision = decide({}, { outcomes: canaries.map((n) => failed(n)) }, 41);
    const reason = decision.kind === 'pause' ? decision.reason : '';
    expect(reason).toMatch(/^41 of 41 in the canary failed \(limit 3\): .*…$/);
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(MAX_REASON_BYTES);
  });
});

describe('an alert that asks for a pause', () => {
  const started = change({ action: 'publish', seq: 5 as Seq, seenAt: NOW });
  const resumed = change({ action: 'resume', seq: 6 as Seq, seenAt: NOW + 1_000 });

  it('pauses the rollout, and the reason is the alert’s', () => {
    expect(decide({}, { changes: [started] }, 3, [alert(NOW + 1)])).toEqual({
      kind: 'pause',
      expectedRollout: 5,
      reason: 'alert RolloutFailureRateHigh: 12 % of the updates failed.',
    });
    expect(decide({}, {}, 3, [alert(NOW, { summary: '' })])).toMatchObject({
      reason: 'alert RolloutFailureRateHigh asks for a pause',
    });
  });

  it('does not count where it began before the rollout', () => {
    expect(decide({}, { changes: [started] }, 3, [alert(NOW)])).toEqual({ kind: 'watch', why: 'within-budget' });
  });

  it('does not count where it began before the last resume, and does after it', () => {
    const changes = [started, resumed];
    const over = { seq: 6 as Seq };
    expect(decide(over, { changes }, 3, [alert(NOW + 1_000)]).kind).toBe('watch');
    expect(decide(over, { changes }, 3, [alert(NOW + 1_000), alert(NOW + 1_001)]).kind).toBe('pause');
  });

  it('leaves rollbacks, paused rollouts and what is about to change alone', () => {
    const alerts = [alert(NOW + 1)];
    expect(decide({ kind: 'rollback', target: 1 as ReleaseId }, {}, 3, alerts)).toMatchObject({ why: 'no-rollout' });
    expect(decide({ paused: true }, {}, 3, alerts)).toMatchObject({ why: 'paused' });
    const next = directive({ seq: 6 as Seq, rolloutId: 6 as Seq });
    expect(decide({}, { latest: next }, 3, alerts)).toMatchObject({ why: 'awaiting-final' });
  });

  it('comes after what the guard counted itself', () => {
    const decision = decide({}, { outcomes: [failed(first)] }, 3, [alert(NOW + 1)]);
    expect(decision).toMatchObject({ reason: expect.stringContaining('in the canary failed') as string });
  });

  it('gives a reason that the contract takes, however long its text is', () => {
    const decision = decide({}, {}, 3, [alert(NOW, { summary: '😀'.repeat(200) })]);
    const reason = decision.kind === 'pause' ? decision.reason : '';
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(MAX_REASON_BYTES);
  });
});

describe('a reason for the chain', () => {
  it('is cut by bytes, never inside a character', () => {
    expect(clippedReason('x'.repeat(200))).toBe('x'.repeat(200));
    expect(clippedReason('x'.repeat(201))).toBe(`${'x'.repeat(197)}…`);
    expect(clippedReason('😀'.repeat(60))).toBe(`${'😀'.repeat(49)}…`);
  });
});

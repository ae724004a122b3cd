import { describe, expect, it } from 'vitest';
import { type Address, type ReleaseId, rolloutSpans, type Sec, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { change, hash, outcome, picture, release } from '../testing/make-picture.ts';
import { rolloutSummary } from './rollout-history.ts';
import { changeMarks, outcomeMark } from './timeline.ts';

const seq = (n: number): { seq: Seq } => ({ seq: n as Seq });
const rollout = (n: number, target: number): { rolloutId: Seq; target: ReleaseId } => ({
  rolloutId: n as Seq,
  target: target as ReleaseId,
});

const changes = [
  change({ action: 'publish', subject: 1, ...seq(1), ...rollout(1, 1), baseline: 0 as ReleaseId, openThrough: 4 }),
  change({ action: 'publish', subject: 2, ...seq(2), ...rollout(2, 2) }),
  change({ action: 'pause', reason: '1 of 1 failed', ...seq(3), ...rollout(2, 2), paused: true, pausedAt: 1 as Sec }),
  change({ action: 'rollback', subject: 1, reason: 'bad', ...seq(4), ...rollout(4, 1), kind: 'rollback' }),
  change({ action: 'raise-floor', subject: 1, ...seq(5), ...rollout(4, 1), kind: 'rollback' }),
];
const last = directive({ ...seq(5), ...rollout(4, 1), kind: 'rollback' });
const shown = picture({ directive: last, changes, releases: [release(1), release(2)] });
const actors = {
  byTransaction: new Map([[hash(3), { kind: 'guard' as const, name: '' }]]),
  signer: `0x${'b'.repeat(40)}` as Address,
};

describe('the history', () => {
  it('has one span a rollout or rollback, newest first', () => {
    const spans = rolloutSpans(shown.tier.changes);
    expect(
      spans.map(({ first, last: end, next }) => [first.directive.seq, end.directive.seq, next?.directive.seq]),
    ).toEqual([
      [4, 5, undefined],
      [2, 3, 4],
      [1, 1, 2],
    ]);
  });

  it('tells the present one by its view and past ones by what the nodes reported', () => {
    const outcomes = new Map(
      [
        outcome(1),
        outcome(2, { outcome: 'rolled-back', code: 'health/http-status' }),
        outcome(3, { outcome: 'failed', code: 'registry/unreachable' }),
      ].map((one) => [one.nodeId, one]),
    );
    const rows = rolloutSpans(shown.tier.changes).map((span) => rolloutSummary(span, shown, outcomes, actors));
    expect(rows[0]).toMatchObject({ kind: 'rollback', fromVersion: '1.1.0', toVersion: '1.0.0', endedAt: null });
    expect(rows[0]).toMatchObject({ status: 'rolled-back', nodes: 2, reason: 'bad' });
    expect(rows[1]).toMatchObject({ kind: 'rollout', status: 'superseded', nodes: 3, updated: 1, failed: 1 });
    expect(rows[1]?.successRate).toBe(0.5);
    expect(rows[2]).toMatchObject({ fromVersion: null, toVersion: '1.0.0', status: 'complete' });
  });
});

describe('the timeline', () => {
  it('says what, who and why, and marks the guard’s pauses', () => {
    expect(changeMarks(shown.tier, actors).map(({ kind, text }) => [kind, text])).toEqual([
      ['publish', `ALL 1.0.0 published by 0x${'a'.repeat(40)}`],
      ['publish', `ALL 1.1.0 published by 0x${'a'.repeat(40)}`],
      ['guard', 'ALL paused at 1.1.0 by the guard — 1 of 1 failed'],
      ['rollback', `ALL rolled back to 1.0.0 by 0x${'a'.repeat(40)} — bad`],
    ]);
  });

  it('says how each attempt ended', () => {
    const text = (over: Parameters<typeof outcome>[1]): string => outcomeMark(outcome(1, over), shown.tier, 'n1').text;
    expect(text({})).toBe('n1 runs 1.1.0');
    expect(text({ outcome: 'rolled-back', code: 'start/exited' })).toBe('n1 rolled back from 1.1.0 (start/exited)');
    expect(text({ outcome: 'failed', code: 'disk/full' })).toBe('n1 failed 1.1.0 (disk/full)');
    expect(text({ outcome: 'aborted', code: 'paused' })).toBe('n1 gave up its move to 1.1.0 (paused)');
  });
});

import { describe, expect, it } from 'vitest';
import { type Hex32, type ReleaseId, type Sec, type Seq } from './brands.ts';
import { type Directive, type DirectiveAction, type DirectiveChange } from './directive.ts';
import { pastRolloutFigures } from './past-rollout.ts';
import { type RolloutSpan, rolloutSpans } from './rollout-span.ts';
import { directive } from './testing/arbitraries.ts';
import { gatedPlan } from './testing/make-release.ts';
import { type Outcome } from './update-event.ts';
import { type FailureCode } from './failure-code.ts';

const hash = `0x${'0'.repeat(64)}` as Hex32;

function change(
  action: DirectiveAction,
  seq: number,
  rolloutId: number,
  over: Partial<Directive> = {},
): DirectiveChange {
  return {
    action,
    actor: `0x${'a'.repeat(40)}` as DirectiveChange['actor'],
    subject: 0,
    reason: '',
    directive: directive({ seq: seq as Seq, rolloutId: rolloutId as Seq, ...over }),
    block: { number: seq, hash, time: (1000 + seq) as Sec },
    transaction: hash,
  };
}

const changes = [
  change('set-trust', 1, 0, { kind: 'none' }),
  change('publish', 2, 2),
  change('open', 3, 2, { openThrough: 4 }),
  change('publish', 4, 4),
  change('rollback', 5, 5, { kind: 'rollback', target: 1 as ReleaseId }),
  change('raise-floor', 6, 5, { kind: 'rollback', target: 1 as ReleaseId }),
];

const outcome = (how: Outcome, code: FailureCode | null = null, to = 2) => ({
  outcome: how,
  code,
  to: to as ReleaseId,
});

function span(rolloutId: number): RolloutSpan {
  const found = rolloutSpans(changes).find(({ first }) => first.directive.rolloutId === rolloutId);
  if (!found) throw new Error(`no rollout ${rolloutId}`);
  return found;
}

describe('the rollouts in a history', () => {
  it('begin where the target changes and end where the next begins, newest first', () => {
    const told = rolloutSpans(changes).map(({ before, first, last, next }) =>
      [before, first, last, next].map((one) => one?.directive.seq ?? null),
    );
    expect(told).toEqual([
      [4, 5, 6, null],
      [3, 4, 4, 5],
      [1, 2, 3, 4],
    ]);
    expect(rolloutSpans([])).toEqual([]);
  });
});

describe('the figures of a past rollout', () => {
  it('count who reached the target and who failed by a fault of the release', () => {
    const outcomes = [
      outcome('committed'),
      outcome('committed', null, 1),
      outcome('rolled-back', 'interrupted'),
      outcome('failed', 'signature/missing'),
      outcome('failed', 'disk/full'),
      outcome('aborted', 'paused'),
    ];
    expect(pastRolloutFigures(span(2), gatedPlan, outcomes)).toEqual({
      status: 'complete',
      nodes: 6,
      updated: 1,
      failed: 2,
      successRate: 1 / 3,
    });
  });

  it('say whether it was open to everybody when the next began', () => {
    expect(pastRolloutFigures(span(4), gatedPlan, [])).toMatchObject({ status: 'superseded', successRate: null });
    expect(pastRolloutFigures(span(2), null, []).status).toBe('superseded');
    expect(pastRolloutFigures(span(5), gatedPlan, []).status).toBe('rolled-back');
  });
});

import type { Ms, Outcome, TimelineMark } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { outcomeBins } from './outcome-bins.ts';

const span = { from: 0, to: 1000 };
const ended = (at: number, outcome: Outcome): TimelineMark => ({
  at: at as Ms,
  tier: 'ORACLE',
  kind: 'outcome',
  text: outcome,
  by: null,
  transaction: null,
  nodeId: null,
  outcome,
});

describe('outcomeBins', () => {
  it('counts what went well, ill, and neither', () => {
    const marks = [ended(10, 'committed'), ended(20, 'rolled-back'), ended(30, 'failed'), ended(40, 'aborted')];
    expect(outcomeBins(marks, span, 10)).toMatchObject([{ from: 0, width: 0.1, good: 1, bad: 2, other: 1 }]);
  });

  it('holds only stretches in which something ended, in order, the last moment included', () => {
    const bins = outcomeBins([ended(1000, 'committed'), ended(0, 'committed'), ended(1001, 'committed')], span, 10);
    expect(bins.map(({ from }) => from)).toEqual([0, 0.9]);
  });
});

import type { Ms, TimelineMark } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { groupMarks } from './mark-groups.ts';

const span = { from: 0, to: 1000 };
const mark = (at: number, kind: TimelineMark['kind']): TimelineMark => ({
  at: at as Ms,
  tier: 'ORACLE',
  kind,
  text: kind,
  by: null,
  transaction: null,
  nodeId: null,
  outcome: null,
});

describe('groupMarks', () => {
  it('keeps marks apart that stand apart', () => {
    const groups = groupMarks([mark(0, 'publish'), mark(500, 'open'), mark(1000, 'pause')], span, 0.1);
    expect(groups.map(({ kind, share }) => [kind, share])).toEqual([
      ['publish', 0],
      ['open', 0.5],
      ['pause', 1],
    ]);
  });

  it('joins neighbours and lets the one that matters most give the glyph', () => {
    const [group] = groupMarks([mark(520, 'guard'), mark(500, 'open'), mark(540, 'resume')], span, 0.1);
    expect(group).toMatchObject({ kind: 'guard', share: 0.52 });
    expect(group?.marks.map(({ kind }) => kind)).toEqual(['open', 'guard', 'resume']);
  });

  it('does not let a long chain of neighbours melt into one', () => {
    const chain = Array.from({ length: 11 }, (_, index) => mark(index * 60, 'open'));
    expect(groupMarks(chain, span, 0.1).map(({ marks }) => marks.length)).toEqual([2, 2, 2, 2, 2, 1]);
  });

  it('leaves out node outcomes and what lies outside', () => {
    expect(groupMarks([mark(10, 'outcome'), mark(-1, 'open'), mark(1001, 'open')], span, 0.1)).toEqual([]);
  });
});

import type { TimelineMark } from '@noderr/protocol';
import { shareOf, type TimeSpan } from './time-span.ts';

export type ChangeKind = Exclude<TimelineMark['kind'], 'outcome'>;
export type ChangeMark = TimelineMark & { kind: ChangeKind };

/** Changes that stand too close to one another to be hit apart; oldest first. */
export interface MarkGroup {
  key: string;
  /** 0…1 along the axis. */
  share: number;
  marks: readonly ChangeMark[];
  /** The kind that weighs most: it gives the group its glyph. */
  kind: ChangeKind;
}

/** What must not hide behind something else comes first. */
const WEIGHT = ['guard', 'rollback', 'revoke', 'pause', 'publish', 'resume', 'open'] as const satisfies ChangeKind[];

export function isChange(mark: TimelineMark): mark is ChangeMark {
  return mark.kind !== 'outcome';
}

/** `gap` is the distance below which marks join, as a share of the axis. */
export function groupMarks(marks: readonly TimelineMark[], span: TimeSpan, gap: number): MarkGroup[] {
  const inside = marks
    .filter(isChange)
    .map((mark) => ({ mark, share: shareOf(mark.at, span) }))
    .filter(({ share }) => share >= 0 && share <= 1)
    .sort((a, b) => a.share - b.share);
  const groups: { first: number; last: number; marks: ChangeMark[] }[] = [];
  for (const { mark, share } of inside) {
    const open = groups.at(-1);
    // Measured from the first one, so that a long chain of neighbours does not melt into one.
    if (open && share - open.first < gap) {
      open.marks.push(mark);
      open.last = share;
    } else groups.push({ first: share, last: share, marks: [mark] });
  }
  return groups.map(({ first, last, marks: joined }) => ({
    key: joined.map(({ at, kind, transaction }) => transaction ?? `${kind} ${at}`).join(' '),
    share: (first + last) / 2,
    marks: joined,
    kind: heaviest(joined),
  }));
}

function heaviest(marks: readonly ChangeMark[]): ChangeKind {
  return WEIGHT.find((kind) => marks.some((mark) => mark.kind === kind)) ?? 'open';
}

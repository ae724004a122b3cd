import type { TimelineMark } from '@noderr/protocol';
import { shareOf, type TimeSpan } from './time-span.ts';

/** Node outcomes of one stretch of the axis. */
export interface OutcomeBin {
  key: string;
  /** 0…1 along the axis, of its left edge. */
  from: number;
  width: number;
  good: number;
  bad: number;
  /** Given up without harm: paused, superseded. */
  other: number;
  marks: readonly TimelineMark[];
}

/** Only stretches in which something ended; `count` is how many stretches the axis has. */
export function outcomeBins(marks: readonly TimelineMark[], span: TimeSpan, count: number): OutcomeBin[] {
  const bins = new Map<number, TimelineMark[]>();
  for (const mark of marks) {
    const share = shareOf(mark.at, span);
    if (mark.kind !== 'outcome' || share < 0 || share > 1) continue;
    const index = Math.min(count - 1, Math.floor(share * count));
    const bin = bins.get(index);
    if (bin) bin.push(mark);
    else bins.set(index, [mark]);
  }
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([index, inside]) => {
      const good = inside.filter(({ outcome }) => outcome === 'committed').length;
      const bad = inside.filter(({ outcome }) => outcome === 'rolled-back' || outcome === 'failed').length;
      return {
        key: `bin ${index}`,
        from: index / count,
        width: 1 / count,
        good,
        bad,
        other: inside.length - good - bad,
        marks: inside,
      };
    });
}

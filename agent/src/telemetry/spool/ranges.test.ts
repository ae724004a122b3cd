import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipped, holesOf, longest, type Range, type Ranges, withRange } from './ranges.ts';

const END = 40;
const range = fc.tuple(fc.nat(END), fc.nat(END)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const ranges = fc.array(range, { maxLength: 12 });

function union(added: readonly Range[]): Ranges {
  return added.reduce<Ranges>((sum, next) => withRange(sum, next), []);
}

function pointsOf(covered: readonly Range[]): number[] {
  const points = new Set<number>();
  for (const { from, to } of covered) for (let at = from; at < to; at += 1) points.add(at);
  return [...points].sort((a, b) => a - b);
}

describe('ranges of a spool', () => {
  it('cover what was added, in whatever order, sorted and joined', () => {
    fc.assert(
      fc.property(ranges, (added) => {
        const sum = union(added);
        expect(pointsOf(sum)).toEqual(pointsOf(added));
        for (const [index, { from, to }] of sum.entries()) {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(sum[index - 1]?.to ?? -1);
        }
      }),
    );
  });

  it('and their holes share nothing and leave nothing out', () => {
    fc.assert(
      fc.property(ranges, range, (added, within) => {
        const sum = union(added);
        const holes = pointsOf(holesOf(sum, within));
        const covered = pointsOf(clipped(sum, within));
        expect([...holes, ...covered].sort((a, b) => a - b)).toEqual(pointsOf([within]));
      }),
    );
  });

  it('that are too many lose the shortest', () => {
    const many = union([
      { from: 0, to: 5 },
      { from: 10, to: 11 },
      { from: 20, to: 23 },
    ]);
    expect(longest(many, 2)).toEqual([
      { from: 0, to: 5 },
      { from: 20, to: 23 },
    ]);
    expect(longest(many, 3)).toEqual(many);
  });
});

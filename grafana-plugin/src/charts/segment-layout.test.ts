import { describe, expect, it } from 'vitest';
import { layoutSegments } from './segment-layout.ts';

const part = (key: string, value: number) => ({ key, value, color: 'red', title: key });

describe('layoutSegments', () => {
  it('places parts beside one another and leaves empty ones out', () => {
    expect(layoutSegments([part('a', 25), part('b', 0), part('c', 50)], 100)).toMatchObject([
      { segment: { key: 'a' }, from: 0, width: 25 },
      { segment: { key: 'c' }, from: 25, width: 50 },
    ]);
  });

  it('shows one node of a thousand', () => {
    const [one] = layoutSegments([part('a', 1)], 1000);
    expect(one?.width).toBeGreaterThan(0.5);
  });

  it('never grows past the whole', () => {
    const placed = layoutSegments([part('a', 998), part('b', 1), part('c', 1)], 1000);
    const last = placed.at(-1);
    expect((last?.from ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(100.0001);
  });

  it('draws nothing for nothing', () => {
    expect(layoutSegments([part('a', 0)], 0)).toEqual([]);
  });
});

export interface Segment {
  key: string;
  value: number;
  color: string;
  /** Hover text. */
  title: string;
  hatched?: boolean;
}

export interface PlacedSegment {
  segment: Segment;
  /** Percent of the whole width. */
  from: number;
  width: number;
}

/** A part that exists is seen: narrower than this it would be less than a pixel or two. Percent. */
const MIN_WIDTH = 0.6;

/** Parts beside one another from the left, empty ones left out, tiny ones widened at the expense of the others. */
export function layoutSegments(segments: readonly Segment[], total: number): PlacedSegment[] {
  const present = segments.filter((segment) => segment.value > 0);
  const whole = Math.max(total, 1);
  const raw = present.map((segment) => (segment.value / whole) * 100);
  const widened = raw.map((width) => Math.max(width, MIN_WIDTH));
  const sum = widened.reduce((a, b) => a + b, 0);
  const wanted = Math.min(
    100,
    Math.max(
      raw.reduce((a, b) => a + b, 0),
      sum,
    ),
  );
  const scale = sum > 0 ? Math.min(1, wanted / sum) : 1;

  let from = 0;
  return present.map((segment, index) => {
    const width = (widened[index] ?? 0) * scale;
    const placed = { segment, from, width };
    from += width;
    return placed;
  });
}

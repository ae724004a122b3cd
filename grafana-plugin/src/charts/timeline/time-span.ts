/** What an axis covers; epoch milliseconds, `to` after `from`. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** Where a moment lies on the axis, 0…1 inside it. */
export function shareOf(at: number, span: TimeSpan): number {
  return (at - span.from) / Math.max(1, span.to - span.from);
}

/** The part of an interval that lies inside the axis, as shares of it; null when none does. */
export function clip(from: number, to: number, span: TimeSpan): { from: number; width: number } | null {
  const start = Math.max(0, shareOf(from, span));
  const end = Math.min(1, shareOf(to, span));
  return end < start || start > 1 || end < 0 ? null : { from: start, width: end - start };
}

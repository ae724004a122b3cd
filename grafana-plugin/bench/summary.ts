/** Milliseconds. */
export interface Summary {
  p50: number;
  p95: number;
}

/** By nearest rank; throws on no values. */
export function summaryOf(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number): number => {
    const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
    if (found === undefined) throw new RangeError('nothing was measured');
    return found;
  };
  return { p50: rank(0.5), p95: rank(0.95) };
}

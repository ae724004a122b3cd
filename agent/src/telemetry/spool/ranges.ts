/** Half open: from `from` up to, but without, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Sorted, none empty, none touching the next. */
export type Ranges = readonly Range[];

export function withRange(ranges: Ranges, added: Range): Range[] {
  if (added.to <= added.from) return [...ranges];
  const before = ranges.filter((range) => range.to < added.from);
  const after = ranges.filter((range) => range.from > added.to);
  const joined = ranges.slice(before.length, ranges.length - after.length);
  const from = Math.min(added.from, joined[0]?.from ?? added.from);
  const to = Math.max(added.to, joined.at(-1)?.to ?? added.to);
  return [...before, { from, to }, ...after];
}

/** What of `within` no range covers. */
export function holesOf(ranges: Ranges, within: Range): Range[] {
  const holes: Range[] = [];
  let { from } = within;
  for (const range of ranges) {
    if (range.to <= from) continue;
    if (range.from >= within.to) break;
    if (range.from > from) holes.push({ from, to: range.from });
    from = range.to;
  }
  if (from < within.to) holes.push({ from, to: within.to });
  return holes;
}

/** What of the ranges lies within. */
export function clipped(ranges: Ranges, within: Range): Range[] {
  return ranges
    .map(({ from, to }) => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) }))
    .filter(({ from, to }) => from < to);
}

/** At most `limit` of the ranges: the shortest are left out. */
export function longest(ranges: Ranges, limit: number): Range[] {
  const excess = ranges.length - limit;
  if (excess <= 0) return [...ranges];
  const byLength = [...ranges].sort((a, b) => a.to - a.from - (b.to - b.from));
  const out = new Set(byLength.slice(0, excess));
  return ranges.filter((range) => !out.has(range));
}

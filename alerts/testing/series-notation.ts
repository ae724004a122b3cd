/** One sample per scrape; null where the series was not in the exposition. */
export type Samples = readonly (number | null)[];

/** A series as promtool writes it; one that vanishes is marked stale, as Prometheus does when a scrape lacks it. */
export function seriesNotation(samples: Samples): string {
  const words: string[] = [];
  for (let start = 0; start < samples.length;) {
    const value = samples[start] ?? null;
    let end = start + 1;
    while (end < samples.length && (samples[end] ?? null) === value) end += 1;
    words.push(...runOf(value, end - start, start > 0));
    start = end;
  }
  return words.join(' ');
}

/** `count` equal samples; `1x2` means three ones, `_x3` three gaps. */
function runOf(value: number | null, count: number, vanished: boolean): string[] {
  if (value !== null) return [count === 1 ? String(value) : `${value}x${count - 1}`];
  if (!vanished) return [`_x${count}`];
  return count === 1 ? ['stale'] : ['stale', `_x${count - 1}`];
}

import { type Reading } from '../reading.ts';
import { parseSeries, seriesLines } from './exposition.ts';

/** Why series of a service are not taken. */
export type SeriesDropReason = 'malformed' | 'reserved' | 'labels' | 'duplicate' | 'series-limit' | 'body-limit';

/** Series that are taken of one service; the hub takes 1 000 of a node. */
export const MOST_SERIES = 150;
const MOST_LABELS = 12;
const LONGEST_NAME = 128;
const LONGEST_VALUE = 256;
/** Of a line that is read at all: four times what a series of the longest names and values has. */
const LONGEST_LINE = 32_768;

/** Who sent a series is said by the agent alone; job and instance would be Prometheus's own words for the same. */
const IDENTITY = new Set(['cluster', 'tier', 'node_id', 'service', 'job', 'instance']);
/** A service speaks of itself: not of the machine, the agent or the hub, and not in Prometheus's own names, nor in those of rules. */
const RESERVED = /^(node_|noderr_(?!queue_|errors_|telemetry_)|scrape_|up$|ALERTS|.*:)/;

export interface ServiceSeries {
  readings: Reading[];
  dropped: ReadonlyMap<SeriesDropReason, number>;
}

/** What is taken of a service's `/metrics`, of the series that `admits` lets pass; all that is not is counted. */
export function serviceSeries(body: string, admits: (series: string) => boolean = () => true): ServiceSeries {
  const bySeries = new Map<string, Reading>();
  const dropped = new Map<SeriesDropReason, number>();
  function drop(reason: SeriesDropReason, count = 1): void {
    dropped.set(reason, (dropped.get(reason) ?? 0) + count);
  }

  const lines = seriesLines(body);
  for (const [at, line] of lines.entries()) {
    if (bySeries.size === MOST_SERIES) {
      drop('series-limit', lines.length - at);
      break;
    }
    const taken = line.length > LONGEST_LINE ? 'labels' : fit(parseSeries(line));
    if (typeof taken === 'string') {
      drop(taken);
      continue;
    }
    const key = keyOf(taken);
    if (bySeries.has(key)) drop('duplicate');
    else if (!admits(key)) drop('series-limit');
    else bySeries.set(key, taken);
  }
  return { readings: [...bySeries.values()], dropped };
}

function fit(found: Reading | null): Reading | SeriesDropReason {
  if (found === null) return 'malformed';
  const { name, value, labels } = found;
  if (RESERVED.test(name)) return 'reserved';
  const kept = Object.entries(labels).filter(
    ([key, text]) => text !== '' && !IDENTITY.has(key) && !key.startsWith('__'),
  );
  if (kept.length > MOST_LABELS || name.length > LONGEST_NAME) return 'labels';
  if (kept.some(([key, text]) => key.length > LONGEST_NAME || text.length > LONGEST_VALUE)) return 'labels';
  return { name, value, labels: Object.fromEntries(kept) };
}

function keyOf({ name, labels }: Reading): string {
  return JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

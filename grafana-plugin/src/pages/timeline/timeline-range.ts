import { type RolloutHistory } from '@noderr/protocol';
import { type HistoryQuery } from '../../api/hub-client.ts';
import { type TimeSpan } from '../../charts/timeline/time-span.ts';

export const LIVE_RANGES = ['24h', '7d', 'all'] as const;
export type LiveRange = (typeof LIVE_RANGES)[number];

/** What the timeline shows: up to now, or a stretch of time that a link names. */
export type TimelineRange = { kind: LiveRange } | ({ kind: 'fixed' } & TimeSpan);

const HOUR_MS = 3_600_000;
const LENGTH_MS = { '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS } as const;
/** Steps of what is asked for, so that a page that stays open asks for the same address for a while. */
const QUERY_STEP_MS = 300_000;
/** Steps of the axis: below a pixel of a day. */
const AXIS_STEP_MS = 30_000;
const SHORTEST_MS = 600_000;

export function parseRange(search: URLSearchParams): TimelineRange {
  const from = wholeNumber(search.get('from'));
  const to = wholeNumber(search.get('to'));
  if (from !== null && to !== null && to > from) return { kind: 'fixed', from, to };
  const asked = search.get('range');
  return { kind: LIVE_RANGES.find((range) => range === asked) ?? '7d' };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The address of a range; a fixed one loses nothing. */
export function formatRange(range: TimelineRange): Record<string, string> {
  return range.kind === 'fixed' ? { from: String(range.from), to: String(range.to) } : { range: range.kind };
}

export function queryOfRange(range: TimelineRange, now: number): HistoryQuery {
  switch (range.kind) {
    case 'all':
      return {};
    case 'fixed':
      return { since: range.from, until: range.to };
    default:
      return { since: Math.floor((now - LENGTH_MS[range.kind]) / QUERY_STEP_MS) * QUERY_STEP_MS };
  }
}

/** What the axis covers; all begins with the first thing that happened. */
export function spanOfRange(
  range: TimelineRange,
  history: Pick<RolloutHistory, 'marks' | 'rollouts'>,
  now: number,
): TimeSpan {
  if (range.kind === 'fixed') return { from: range.from, to: range.to };
  const to = Math.ceil(now / AXIS_STEP_MS) * AXIS_STEP_MS;
  if (range.kind !== 'all') return { from: to - LENGTH_MS[range.kind], to };
  const first = Math.min(...history.marks.map(({ at }) => at), ...history.rollouts.map(({ startedAt }) => startedAt));
  const length = Number.isFinite(first) ? Math.max(SHORTEST_MS, to - first) : LENGTH_MS['7d'];
  return { from: Math.floor(to - length * 1.02), to };
}

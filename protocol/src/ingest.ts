import { z } from 'zod';

/** The two kinds of what a node ships. */
export const SIGNALS = ['metrics', 'logs'] as const;
export type Signal = (typeof SIGNALS)[number];

/** Where a node pushes, on the hub's ingest listener. */
export const INGEST_PATHS = { metrics: '/ingest/v1/metrics', logs: '/ingest/v1/logs' } as const satisfies Record<
  Signal,
  string
>;

/** Headers of a push, to the hub and from there to the store: remote write v1, and Loki's push. */
export const INGEST_HEADERS = {
  metrics: {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  },
  logs: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
} as const satisfies Record<Signal, Readonly<Record<string, string>>>;

/** `live`: the newest; `backlog`: what an outage held back, refused first when a node sends too much. */
export const LANES = ['live', 'backlog'] as const;
export const Lane = z.enum(LANES);
export type Lane = z.infer<typeof Lane>;

/** Header of a push that names its lane; absent = live. */
export const LANE_HEADER = 'noderr-lane';

const HOUR_MS = 3_600_000;

/**
 * The oldest sample that is taken. More than the 24 h of outage that are promised, because catching up takes time too;
 * less than the 36 h of Prometheus's out-of-order window, so that what passes here is not refused there.
 */
export const METRICS_WINDOW_MS = 35 * HOUR_MS;
/** The oldest log line that is taken; Loki takes 192 h. */
export const LOGS_WINDOW_MS = 168 * HOUR_MS;
/** How far ahead of the hub's clock a timestamp may be. */
export const AHEAD_WINDOW_MS = 600_000;

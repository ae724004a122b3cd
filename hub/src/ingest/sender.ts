import {
  AHEAD_WINDOW_MS,
  LOGS_WINDOW_MS,
  METRICS_WINDOW_MS,
  type Ms,
  type NodeId,
  type NodeTier,
  type Signal,
} from '@noderr/protocol';

/** Whose telemetry a push must be: its labels of identity have exactly these values. */
export interface Sender {
  readonly nodeId: NodeId;
  readonly tier: NodeTier;
  readonly cluster: string;
}

/** Timestamps that are taken, both ends included; epoch milliseconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const BEHIND_MS: Readonly<Record<Signal, number>> = { metrics: METRICS_WINDOW_MS, logs: LOGS_WINDOW_MS };

export function timeWindow(signal: Signal, now: Ms): TimeWindow {
  return { from: now - BEHIND_MS[signal], to: now + AHEAD_WINDOW_MS };
}

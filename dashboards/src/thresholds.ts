import { type Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Threshold,
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';

export type Steps = readonly [base: string, ...steps: readonly [number, string][]];

/** A colour below the first step, and one from each step on. */
export function thresholds([base, ...steps]: Steps): Builder<ThresholdsConfig> {
  const first: Threshold = { value: null, color: base };
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([first, ...steps.map(([value, color]) => ({ value, color }))]);
}

/** Where HighCPUUsage, HighMemoryUsage, the disk alerts, HighErrorRate and SlowResponseTime begin. */
export const STEPS = {
  none: ['text'],
  good: ['green'],
  cpu: ['green', [0.75, 'yellow'], [0.9, 'red']],
  memory: ['green', [0.85, 'yellow'], [0.92, 'red']],
  freeDisk: ['red', [0.05, 'orange'], [0.15, 'green']],
  errors: ['green', [0.01, 'yellow'], [0.05, 'red']],
  responseS: ['green', [0.5, 'yellow'], [1, 'red']],
  orderLatencyS: ['green', [1, 'yellow'], [2, 'red']],
  /** Seconds; the hub calls a node silent after 35. */
  silence: ['green', [35, 'red']],
  uptime: ['red', [0.99, 'yellow'], [0.999, 'green']],
  success: ['red', [0.9, 'yellow'], [0.95, 'green']],
  inactive: ['green', [1, 'orange']],
  suspended: ['text', [1, 'blue']],
  limit: ['green', [0.8, 'yellow'], [1, 'red']],
} as const satisfies Record<string, Steps>;

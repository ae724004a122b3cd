import { type Signal, SIGNALS } from '@noderr/protocol';
import { type DropReason } from './drop-reason.ts';
import { type GivenUp } from './spool/take-batch.ts';
import { type TelemetryMetrics } from './telemetry-metrics.ts';

/** Samples and lines that were given up since the start. */
export interface DropCount {
  readonly add: (signal: Signal, givenUp: GivenUp) => void;
  readonly of: (signal: Signal) => GivenUp;
}

export function createDropCount(metrics: Pick<TelemetryMetrics, 'dropped'>): DropCount {
  const totals = Object.fromEntries(SIGNALS.map((signal) => [signal, {}])) as Record<Signal, GivenUp>;
  return {
    add(signal, givenUp) {
      const total = totals[signal];
      for (const [reason, count] of Object.entries(givenUp) as [DropReason, number][]) {
        if (count === 0) continue;
        total[reason] = (total[reason] ?? 0) + count;
        metrics.dropped(signal, reason, count);
      }
    },
    of: (signal) => ({ ...totals[signal] }),
  };
}

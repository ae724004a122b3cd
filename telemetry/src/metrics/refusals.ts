import { Counter, type Registry } from '@prometheus-io/client';

/** Why a recording was refused. */
export type RefusalReason = 'unknown-market' | 'not-finite' | 'negative';

/** Counts recordings that were refused: nothing is dropped in silence, and nothing throws in the service's hot path. */
export interface Refusals {
  refuse(metric: string, reason: RefusalReason): void;
}

export function createRefusals(registry: Registry): Refusals {
  const refused = new Counter({
    name: 'noderr_telemetry_refused_total',
    help: 'Recordings that the library refused, by metric and reason.',
    labelNames: ['metric', 'reason'],
    registers: [registry],
  });
  return {
    refuse: (metric, reason) => {
      refused.inc({ metric, reason });
    },
  };
}

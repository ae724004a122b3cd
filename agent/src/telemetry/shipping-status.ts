import { type TelemetryHealth } from '@noderr/protocol';
import { z } from 'zod';
import { type SignalStatus, TelemetryStatus } from './telemetry-status.ts';

/** How it stands with telemetry: switched off, not to be opened, or as the spool tells. */
export const ShippingStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('failed'), detail: z.string() }),
  z.object({ state: z.literal('shipping'), ...TelemetryStatus.shape }),
]);
export type ShippingStatus = z.infer<typeof ShippingStatus>;

/** What a heartbeat says of it; undefined where nothing is shipped. */
export function telemetryHealthOf(status: ShippingStatus): TelemetryHealth | undefined {
  switch (status.state) {
    case 'off':
      return undefined;
    case 'failed':
      return { lagS: { metrics: null, logs: null }, droppedTotal: 0 };
    case 'shipping': {
      const { metrics, logs } = status;
      return { lagS: { metrics: metrics.lagS, logs: logs.lagS }, droppedTotal: droppedOf(metrics) + droppedOf(logs) };
    }
  }
}

/** Samples or lines given up since the agent's start, whatever the reason. */
export function droppedOf({ droppedTotal }: SignalStatus): number {
  return Object.values(droppedTotal).reduce((sum, count) => sum + count, 0);
}

import { Registry } from '@prometheus-io/client';
import { createAgentMetrics } from '../metrics/agent-metrics.ts';
import { createShippingMetrics } from '../metrics/shipping-metrics.ts';
import { HostMetrics } from '../telemetry/host/host-metrics.ts';
import { ownReadings } from '../telemetry/own-readings.ts';
import { type Reading } from '../telemetry/reading.ts';

/** What an agent ships of this machine and of itself, without the labels of its identity; each counter has been used. */
export async function shippedReadings(): Promise<Reading[]> {
  const registry = new Registry();
  createAgentMetrics(registry).setBackupUnsealed(false);
  const shipping = createShippingMetrics(registry, () => 1);
  shipping.dropped('logs', 'rate', 1);
  shipping.seriesDropped('node', 'series-limit', 1);
  shipping.setSpoolBytes(1);
  shipping.setPushAuthFailed(false);
  const host = new HostMetrics({
    onFault(part, error) {
      throw new Error(`cannot read ${part}`, { cause: error });
    },
  });
  try {
    return [...(await host.readings()), ...(await ownReadings(registry))];
  } finally {
    host.close();
  }
}

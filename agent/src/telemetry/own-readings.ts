import { type Registry } from '@prometheus-io/client';
import { type Reading, reading } from './reading.ts';

/**
 * What the agent ships of its own metrics. The rest is known to the hub from heartbeats and events, and would be some 70
 * series more.
 */
const SHIPPED = [
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'noderr_agent_hub_up',
  'noderr_agent_backup_unsealed',
  'noderr_agent_push_auth_failed',
  'noderr_agent_scrape_up',
  'noderr_agent_scrape_dropped_total',
  'noderr_agent_spool_bytes',
  'noderr_agent_spool_dropped_total',
  'noderr_agent_telemetry_cpu_seconds_total',
];

/** The agent's own metrics as they stand. */
export async function ownReadings(registry: Registry): Promise<Reading[]> {
  const metrics = SHIPPED.map((name) => registry.getSingleMetric(name)).filter((metric) => metric !== undefined);
  const collected = await Promise.all(metrics.map((metric) => metric.get()));
  return collected.flatMap(({ name, values }) =>
    values.map(({ value, labels }) => reading(name, value, texts(labels))),
  );
}

function texts(labels: object): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}

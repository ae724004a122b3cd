import { queryPrometheus } from './prometheus-api.ts';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { until } from '../until.ts';

/** A gauge of the host that every agent samples. */
const SAMPLED = 'node_memory_MemAvailable_bytes';
/** How often it does; seconds. */
export const SAMPLE_INTERVAL_S = 15;

/** Waits until a node's telemetry arrives. */
export async function untilSampled(prometheus: string, node: FleetNode): Promise<void> {
  await until(`samples of ${node.name} in Prometheus`, 120, async () =>
    (await sampledAt(prometheus, node, 2 * SAMPLE_INTERVAL_S)).length > 0 ? true : null,
  );
}

/** When a node's host was sampled in the last seconds, as Prometheus has it; epoch seconds, oldest first. */
export async function sampledAt(prometheus: string, node: FleetNode, seconds: number): Promise<number[]> {
  const [series] = await queryPrometheus(prometheus, sampledOver(node, seconds));
  return (series?.samples ?? []).map(([at]) => at);
}

/** How many samples of a node Prometheus counts in the last seconds. */
export async function countOverTime(prometheus: string, node: FleetNode, seconds: number): Promise<number> {
  const [series] = await queryPrometheus(prometheus, `count_over_time(${sampledOver(node, seconds)})`);
  return series?.samples[0]?.[1] ?? 0;
}

/** What a node's agent dropped of its telemetry, as it says itself. */
export async function droppedBy(prometheus: string, { nodeId }: FleetNode): Promise<number> {
  const [series] = await queryPrometheus(prometheus, `sum(noderr_agent_spool_dropped_total{node_id="${nodeId}"})`);
  return series?.samples[0]?.[1] ?? 0;
}

/** The longest time between two samples that follow each other; seconds. */
export function longestGap(times: readonly number[]): number {
  return times.slice(1).reduce((longest, at, index) => Math.max(longest, at - (times[index] ?? at)), 0);
}

function sampledOver({ nodeId }: FleetNode, seconds: number): string {
  return `${SAMPLED}{node_id="${nodeId}"}[${Math.ceil(seconds)}s]`;
}

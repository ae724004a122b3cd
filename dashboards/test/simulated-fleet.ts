import { createHash } from 'node:crypto';

export interface FleetShape {
  nodes: number;
  /** Seconds since the epoch; the last sample is at `to`. */
  from: number;
  to: number;
  /** Seconds between two samples. */
  step: number;
}

interface Node {
  id: string;
  /** Empty for one without. */
  name: string;
  tier: string;
  version: string;
  /** In 0…1, to make nodes differ. */
  share: number;
  suspended: boolean;
}

type Sample = [series: string, value: number];

const TIERS = ['ORACLE', 'GUARDIAN', 'ALL'];
const LATENCIES_S = ['0.1', '0.5', '1', '2', '5', '+Inf'];
const RESPONSES_S = ['0.05', '0.25', '0.5', '1', '2.5', '+Inf'];

/**
 * Raw series of a fleet as OpenMetrics text, a chunk a moment: as the hub, the agents and the services export them. A
 * tenth of the nodes is on an older version; the first one is suspended, the fifth has no name, and a twentieth is above its
 * position limit. The machine of the stack exports too.
 */
export function* simulatedFleet({ nodes: count, from, to, step }: FleetShape): Generator<string> {
  const nodes = Array.from({ length: count }, (_, index) => nodeOf(index, count));
  for (let at = from; at <= to; at += step) {
    const samples = [
      ...hubSamples(at, from, to),
      ...stackSamples(at - from),
      ...nodes.flatMap((node) => nodeSamples(node, at, at - from)),
    ];
    yield samples.map(([series, value]) => `${series} ${value} ${at}\n`).join('');
  }
  yield '# EOF\n';
}

export function nodeOf(index: number, count: number): Node {
  return {
    id: `0x${createHash('sha256').update(String(index)).digest('hex')}`,
    name: index === 4 ? '' : `node-${index}`,
    tier: TIERS[index % TIERS.length] ?? '',
    version: index % 10 === 3 ? '1.0.0' : '1.1.0',
    share: (index + 0.5) / count,
    suspended: index === 0,
  };
}

/** A release was published half way; ORACLE is paused since, GUARDIAN rolls back. */
function hubSamples(at: number, from: number, to: number): Sample[] {
  const later = at >= (from + to) / 2 ? 1 : 0;
  const job = 'job="noderr-hub",instance="hub:8480"';
  const tiers = TIERS.flatMap((tier): Sample[] => {
    const kind = later && tier === 'GUARDIAN' ? 'rollback' : 'rollout';
    const labels = `${job},tier="${tier}"`;
    return [
      [`noderr_directive_seq{${labels}}`, 4 + later],
      [`noderr_directive_info{${labels},kind="${kind}",version="1.1.0"}`, 1],
      [`noderr_rollout_active{${labels}}`, later],
      [`noderr_rollout_nodes{${labels},state="updated"}`, 8],
      [`noderr_rollout_nodes{${labels},state="updating"}`, 1],
      [`noderr_rollout_nodes{${labels},state="rolledBack"}`, 1],
      [`noderr_rollout_nodes{${labels},state="pending"}`, 10],
      ...['committed', 'rolled-back'].map((outcome): Sample => [
        `noderr_update_duration_seconds_count{${labels},outcome="${outcome}"}`,
        (at - from) / 10,
      ]),
      ...histogram('noderr_rollback_duration_seconds', labels, ['1', '5', '30', '+Inf'], (at - from) / 10),
    ];
  });
  const paused: Sample[] = later ? [[`noderr_rollout_paused{${job},tier="ORACLE",by="guard"}`, 1]] : [];
  return [[`up{${job}}`, 1], [`process_start_time_seconds{${job}}`, from - 7_200], ...tiers, ...paused];
}

/** Of the machine of the stack, under the same names as a node's: busier and fuller than any of them. */
function stackSamples(elapsed: number): Sample[] {
  const host = 'job="host",instance="node-exporter:9100"';
  const disk = `${host},mountpoint="/var/lib/docker",fstype="ext4",device="/dev/sda1"`;
  return [
    [`node_cpu_seconds_total{${host},cpu="0",mode="user"}`, elapsed],
    [`node_cpu_seconds_total{${host},cpu="0",mode="idle"}`, 0],
    [`node_memory_MemTotal_bytes{${host}}`, 8e9],
    [`node_memory_MemAvailable_bytes{${host}}`, 0],
    [`node_filesystem_size_bytes{${disk}}`, 1e11],
    [`node_filesystem_avail_bytes{${disk}}`, 1],
    [`node_filesystem_readonly{${disk}}`, 0],
  ];
}

function nodeSamples({ id, name, tier, version, share, suspended }: Node, at: number, elapsed: number): Sample[] {
  const facts = `job="noderr-hub",instance="hub:8480",node_id="${id}",tier="${tier}"`;
  const agent = `cluster="noderr",node_id="${id}",tier="${tier}",service="agent"`;
  const service = `cluster="noderr",node_id="${id}",tier="${tier}",service="node"`;
  const disk = `${agent},mountpoint="/",fstype="ext4"`;
  const market = `${service},market="BTC-USD"`;
  return [
    [`noderr_node_info{${facts},name="${name}",version="${version}"}`, 1],
    [`noderr_node_expected{${facts}}`, suspended ? 0 : 1],
    [`noderr_node_status{${facts},status="${suspended ? 'suspended' : 'active'}"}`, 1],
    [`noderr_node_last_heartbeat_timestamp_seconds{${facts}}`, at - 3],
    [`noderr_node_uptime_seconds{${facts}}`, 1_000 + elapsed],
    [`noderr_node_last_outcome_timestamp_seconds{${facts},outcome="rolled-back",code="health/timeout"}`, at - 60],
    [`node_cpu_seconds_total{${agent},mode="user"}`, elapsed * share],
    [`node_cpu_seconds_total{${agent},mode="idle"}`, elapsed * (1 - share)],
    [`node_memory_MemTotal_bytes{${agent}}`, 8e9],
    [`node_memory_MemAvailable_bytes{${agent}}`, 8e9 * (1 - share)],
    [`node_network_receive_bytes_total{${agent},device="eth0"}`, elapsed * 1e5],
    [`node_network_transmit_bytes_total{${agent},device="eth0"}`, elapsed * 2e5],
    [`node_filesystem_size_bytes{${disk}}`, 1e11],
    [`node_filesystem_avail_bytes{${disk}}`, 1e11 * (1 - share)],
    [`node_filesystem_readonly{${disk}}`, 0],
    [`http_requests_total{${service},method="GET",route="/orders",code="200"}`, elapsed * 9],
    [`http_requests_total{${service},method="GET",route="/orders",code="500"}`, elapsed * share],
    ...histogram('http_request_duration_seconds', `${service},route="/orders"`, RESPONSES_S, elapsed * 10),
    [`trading_orders_placed_total{${market}}`, elapsed * 2],
    [`trading_orders_filled_total{${market}}`, elapsed * 1.8],
    [`trading_orders_rejected_total{${market}}`, elapsed * 0.1],
    ...histogram('trading_order_latency_seconds', service, LATENCIES_S, elapsed * 2),
    [`trading_pnl_usd{${service}}`, 1_000 * (share - 0.3)],
    [`trading_position_notional_usd{${market}}`, share > 1 / 20 && share < 2 / 20 ? 2_000 : 500],
    [`trading_position_limit_usd{${market}}`, 1_000],
    [`trading_drawdown_ratio{${service}}`, 0.01],
  ];
}

/** Observations that are spread evenly over the buckets. */
function histogram(name: string, labels: string, bounds: readonly string[], observations: number): Sample[] {
  const cumulative = bounds.map((le, index): Sample => [
    `${name}_bucket{${labels},le="${le}"}`,
    (observations * (index + 1)) / bounds.length,
  ]);
  return [...cumulative, [`${name}_sum{${labels}}`, observations * 0.2], [`${name}_count{${labels}}`, observations]];
}

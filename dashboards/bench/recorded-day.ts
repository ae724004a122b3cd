import { nodeOf } from '../test/simulated-fleet.ts';

/** Seconds. */
export const DAY_S = 86_400;
export const RECORDED_EVERY_S = 60;
/** The guard pauses a rollout before many more fail. */
const FAILED_ONE_IN = 20;

/** Labels beyond those of its level that a series has; every combination of them is a series. */
const MORE_LABELS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'node:node_filesystem_avail:ratio': { mountpoint: ['/'] },
  'tier_version:noderr_nodes:count': { status: ['active', 'inactive', 'suspended'] },
  noderr_node_status: { status: ['active'] },
  'node:noderr_update_failed:timestamp_seconds': { outcome: ['rolled-back'], code: ['health/timeout'] },
  noderr_rollout_nodes: { state: ['updated', 'updating', 'failed', 'pending'] },
  noderr_rollout_paused: { by: ['guard'] },
  noderr_directive_info: { kind: ['rollout'], version: ['1.1.0'] },
  noderr_update_duration_seconds_count: { outcome: ['committed', 'rolled-back'] },
  trading_position_notional_usd: { market: ['BTC-USD', 'ETH-USD'] },
  trading_position_limit_usd: { market: ['BTC-USD', 'ETH-USD'] },
  up: { job: ['noderr-hub'] },
  ALERTS: { alertname: ['HighCPUUsage'], alertstate: ['firing'], severity: ['warning'] },
  ALERTS_FOR_STATE: { alertname: ['HighCPUUsage'], severity: ['warning'] },
};
const BOUNDS = ['0.05', '0.25', '0.5', '0.75', '0.9', '1', '2.5', '10', '+Inf'];

/** The series of these names for a fleet, each with its labels, as the stack records or scrapes them. */
export function seriesOfDay(names: Iterable<string>, nodeCount: number): string[] {
  const nodes = Array.from({ length: nodeCount }, (_, index) => nodeOf(index, nodeCount));
  const tiers = [...new Set(nodes.map(({ tier }) => tier))];
  const versions = [...new Set(nodes.map(({ version }) => version))];
  return [...names].flatMap((name) => {
    const ofNode = nodes.map(({ id, tier }) => ({ node_id: id, tier }));
    const level = name.split(':')[0];
    let owners: Record<string, string>[] = [{}];
    if (name === 'node:noderr_version:info')
      owners = nodes.map(({ id, name: called, tier, version }) => ({ node_id: id, name: called, tier, version }));
    else if (level === 'node_version') {
      const service = name.includes(':http_') ? { service: 'node' } : {};
      owners = nodes.map(({ id, tier, version }) => ({ node_id: id, tier, version, ...service }));
    } else if (level === 'service' || name.startsWith('trading_'))
      owners = ofNode.map((of) => ({ ...of, service: 'node' }));
    else if (name === 'node:noderr_update_failed:timestamp_seconds')
      owners = ofNode.filter((_, index) => index % FAILED_ONE_IN === 0);
    else if (level === 'node' || name.startsWith('noderr_node_')) owners = ofNode;
    else if (level === 'tier_version') owners = tiers.flatMap((tier) => versions.map((version) => ({ tier, version })));
    else if (level !== 'fleet' && name !== 'up' && !name.startsWith('ALERTS')) owners = tiers.map((tier) => ({ tier }));
    const more = { ...MORE_LABELS[name], ...(name.includes('_bucket') && { le: BOUNDS }) };
    return combinations(owners, more).map((labels) => `${name}${labelText(labels)}`);
  });
}

/** OpenMetrics text of these series over a part of a day: all of them grow, none are flat. */
export function* samplesOf(series: readonly string[], from: number, to: number): Generator<string> {
  for (let at = from; at < to; at += RECORDED_EVERY_S) {
    const minute = Math.round(at / RECORDED_EVERY_S) % 1_440;
    yield series.map((name, index) => `${name} ${(minute + (index % 97)) / 1_600} ${at}\n`).join('');
  }
  yield '# EOF\n';
}

function combinations(
  owners: Record<string, string>[],
  more: Readonly<Record<string, readonly string[]>>,
): Record<string, string>[] {
  return Object.entries(more).reduce(
    (all, [label, values]) => all.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value }))),
    owners,
  );
}

function labelText(labels: Record<string, string>): string {
  return `{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;
}

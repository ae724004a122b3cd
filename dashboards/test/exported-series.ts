import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { shippedReadings } from '@noderr/agent/testing';
import { exampleExposition } from '@noderr/hub/testing';
import { AGENT_STATE_NAMES, DirectiveKind, OUTCOMES } from '@noderr/protocol';
import { createTelemetry } from '@noderr/telemetry';

/** The values of each label of a series, as far as they were seen. */
export type Labels = Map<string, Set<string>>;

/** What a node's pushes carry beside the labels of their own. */
const IDENTITY = ['cluster', 'tier', 'node_id', 'service'];

/** Values that the example exposition shows one of. */
export const MORE_VALUES: Readonly<Record<string, readonly string[]>> = {
  'noderr_node_last_outcome/outcome': OUTCOMES,
  'noderr_node_last_outcome_timestamp_seconds/outcome': OUTCOMES,
  'noderr_node_update_state/state': AGENT_STATE_NAMES,
  'noderr_rollout_paused/by': ['guard', 'admin', 'guardian'],
  'noderr_directive_info/kind': DirectiveKind.options,
  'tier_version:noderr_nodes:count/status': ['active', 'inactive', 'suspended'],
  'ALERTS/alertstate': ['firing'],
  'ALERTS/severity': ['critical', 'warning'],
};

/** Prometheus and Alertmanager speak of themselves; the tests of `alerts/` compare these names with running ones. */
const OF_PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity', 'tier', 'node_id'],
  ALERTS_FOR_STATE: ['alertname', 'severity', 'tier', 'node_id'],
  prometheus_config_last_reload_successful: [],
  prometheus_rule_evaluation_failures_total: ['rule_group'],
  prometheus_rule_group_iterations_missed_total: ['rule_group'],
  prometheus_notifications_errors_total: ['alertmanager'],
  prometheus_notifications_sent_total: ['alertmanager'],
  prometheus_notifications_alertmanagers_discovered: [],
  alertmanager_config_last_reload_successful: [],
  alertmanager_notifications_failed_total: ['integration'],
  alertmanager_notifications_total: ['integration'],
};

/** The series that hub, agent, telemetry library and the programs of the stack export, as Prometheus gets them. */
export async function exportedSeries(): Promise<Map<string, Labels>> {
  const series = labelsByName(await exampleExposition());
  for (const [name, labels] of labelsByName(await serviceExposition())) addLabels(series, name, labels, IDENTITY);
  for (const { name, labels } of await shippedReadings()) {
    addLabels(
      series,
      name,
      Object.entries(labels).map(([label, value]) => [label, [value]] as const),
      IDENTITY,
    );
  }
  for (const [name, labels] of Object.entries(OF_PROGRAMS)) addLabels(series, name, [], labels);
  return series;
}

function addLabels(
  series: Map<string, Labels>,
  name: string,
  labels: Iterable<readonly [label: string, values: Iterable<string>]>,
  unseen: readonly string[],
): void {
  const known = series.get(name) ?? new Map<string, Set<string>>();
  series.set(name, known);
  for (const label of unseen) if (!known.has(label)) known.set(label, new Set());
  for (const [label, values] of labels) known.set(label, new Set([...(known.get(label) ?? []), ...values]));
}

/** What a service that trades and was asked once exports, by the library. */
async function serviceExposition(): Promise<string> {
  const telemetry = await createTelemetry({ service: 'node', logs: { level: 'silent' } });
  const server = createServer((_request, response) => response.end());
  telemetry.instrumentServer(server, ['/orders']);
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await (await fetch(`http://127.0.0.1:${port}/orders`, { headers: { connection: 'close' } })).text();
    const trading = telemetry.trading(['BTC-USD']);
    trading.orderLatency(0.1);
    trading.pnl(1);
    trading.position('BTC-USD', 1);
    trading.positionLimit('BTC-USD', 2);
    trading.drawdown(0.1);
    trading.drawdownLimit(0.2);
    await new Promise((resolve) => server.close(resolve));
    return await telemetry.registry.metrics();
  } finally {
    server.closeAllConnections();
    await telemetry.close();
  }
}

/** The samples of a histogram count as series of their own. */
function labelsByName(text: string): Map<string, Labels> {
  const series = new Map<string, Labels>();
  for (const [, name = '', kind] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const names = kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];
    for (const one of names) series.set(one, new Map());
  }
  for (const [, name = '', inside = ''] of text.matchAll(/^(\w+)\{(.*)\} /gm)) {
    const pairs = [...inside.matchAll(/(\w+)="([^"]*)"/g)];
    addLabels(
      series,
      name,
      pairs.map(([, label = '', value = '']) => [label, [value]] as const),
      [],
    );
  }
  return series;
}

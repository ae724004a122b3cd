import { RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { directiveChanges, nodeAlerts } from '../annotations.ts';
import { type ClassicDashboardBuilder } from '../classic-dashboard.ts';
import { createDashboard } from '../create-dashboard.ts';
import { toPage, toRunbook, UIDS } from '../links.ts';
import { bars } from '../panels/bars.ts';
import { distribution } from '../panels/distribution.ts';
import { firingAlertsOfNodes } from '../panels/firing-alerts.ts';
import { graph } from '../panels/graph.ts';
import { listing } from '../panels/listing.ts';
import { logLines } from '../panels/log-lines.ts';
import { NODE_COLUMNS } from '../panels/node-columns.ts';
import { buckets, lines, now, overTime, rows } from '../queries.ts';
import { OF_NODE, ofNodes, ofNodeVersions, ofVersions, shareOf, withShortName } from '../selectors.ts';
import { STEPS } from '../thresholds.ts';
import { nodeVariable, tierVariable, versionVariable } from '../variables.ts';

const HALF = { width: 12, height: 8 };
const THIRD = { width: 8, height: 8 };

/** The nodes one by one, and what the chosen ones do. */
export function nodeDetails(): ClassicDashboardBuilder {
  return createDashboard({
    uid: UIDS.nodes,
    title: 'Node Details',
    description: 'The nodes one by one, and what the chosen ones do.',
    variables: [tierVariable(), versionVariable(), nodeVariable()],
    annotations: [directiveChanges(), nodeAlerts()],
    links: [toPage('Nodes', 'nodes')],
  })
    .withPanel(nodeList())
    .withPanel(firingAlertsOfNodes(HALF))
    .withPanel(
      graph({
        title: 'CPU and memory',
        description: 'Mean over the chosen nodes.',
        size: HALF,
        unit: 'percentunit',
        min: 0,
        max: 1,
        queries: [
          overTime(`avg by (tier) (${ofNodeVersions('node_version:node_cpu_busy:ratio_rate5m')})`, 'CPU {{tier}}'),
          overTime(`avg by (tier) (${ofNodeVersions('node_version:node_memory_used:ratio')})`, 'memory {{tier}}'),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Request rate',
        description: 'Requests per second to the services of the chosen nodes.',
        size: HALF,
        unit: 'reqps',
        queries: [
          overTime(
            `sum by (tier, service) (${ofNodeVersions('node_version:http_requests:rate5m')})`,
            '{{service}} {{tier}}',
          ),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Error rate',
        description: 'Share of the requests to the chosen nodes that were answered with 5xx.',
        size: HALF,
        unit: 'percentunit',
        steps: STEPS.errors,
        min: 0,
        queries: [
          overTime(
            shareOf(
              `sum by (tier, service) (${ofNodeVersions('node_version:http_errors:rate5m')})`,
              `sum by (tier, service) (${ofNodeVersions('node_version:http_requests:rate5m')})`,
            ),
            '{{service}} {{tier}}',
          ),
        ],
        links: [toRunbook('HighErrorRate')],
      }),
    )
    .withPanel(
      graph({
        title: 'Network I/O',
        description: 'Bytes per second that the chosen nodes receive and send, all devices together.',
        size: THIRD,
        unit: 'Bps',
        queries: [
          overTime(
            `sum by (tier) (${ofNodeVersions('node_version:node_network_receive_bytes:rate5m')})`,
            'received {{tier}}',
          ),
          overTime(
            `sum by (tier) (${ofNodeVersions('node_version:node_network_transmit_bytes:rate5m')})`,
            'sent {{tier}}',
          ),
        ],
      }),
    )
    .withPanel(
      bars({
        title: 'Fullest disks',
        description: 'Free share of the twenty fullest disks of the chosen nodes.',
        size: THIRD,
        unit: 'percentunit',
        steps: STEPS.freeDisk,
        min: 0,
        max: 1,
        queries: [
          now(withShortName(`bottomk(20, ${ofNodes('node:node_filesystem_avail:ratio')})`), '{{node}} {{mountpoint}}'),
        ],
        links: [toRunbook('DiskSpaceLow'), toRunbook('DiskSpaceCritical')],
      }),
    )
    .withPanel(uptimes())
    .withPanel(
      logLines({
        title: 'Warnings and errors in the logs',
        description: 'The newest lines of the chosen nodes with level warn, error or fatal.',
        size: { width: 24, height: 10 },
        nothing: 'No warnings and no errors',
        queries: [lines(`{${OF_NODE},service=~".+"} | level=~"warn|error|fatal"`)],
      }),
    )
    .withRow(new RowBuilder('All nodes of the chosen tiers and versions'))
    .withPanel(
      distribution({
        title: 'CPU of the nodes',
        description: 'How many nodes of the chosen tiers and versions are how busy, all cores together.',
        size: HALF,
        unit: 'none',
        bucketUnit: 'percentunit',
        queries: [buckets(`sum by (le) (${ofVersions('tier_version:node_cpu_busy:nodes_bucket')})`)],
        links: [toRunbook('HighCPUUsage')],
      }),
    )
    .withPanel(
      distribution({
        title: 'Memory of the nodes',
        description: 'How many nodes of the chosen tiers and versions use how much of their memory, without caches.',
        size: HALF,
        unit: 'none',
        bucketUnit: 'percentunit',
        queries: [buckets(`sum by (le) (${ofVersions('tier_version:node_memory_used:nodes_bucket')})`)],
        links: [toRunbook('HighMemoryUsage')],
      }),
    );
}

function nodeList(): ReturnType<typeof listing> {
  const perNode = (series: string): string => `max by (node_id, tier) (${ofNodes(series)})`;
  return listing({
    title: 'Nodes',
    description:
      'The chosen nodes as they are now, the longest silent first. A click on an id leads to its page, or chooses it here.',
    size: { width: 24, height: 8 },
    queries: [
      rows(ofNodeVersions('node:noderr_version:info')),
      rows(`max by (node_id, tier, status) (${ofNodes('noderr_node_status')})`),
      rows(`time() - ${perNode('noderr_node_last_heartbeat_timestamp_seconds')}`),
      rows(perNode('node:node_cpu_busy:ratio_rate5m')),
      rows(perNode('node:node_memory_used:ratio')),
      rows(`min by (node_id, tier) (${ofNodes('node:node_filesystem_avail:ratio')})`),
      rows(`sum by (node_id, tier) (${ofNodes('service:http_requests:rate5m')})`),
    ],
    columns: [
      ...NODE_COLUMNS,
      { from: 'version', title: 'Version' },
      { from: 'status', title: 'Status', colors: { active: 'green', inactive: 'red', suspended: 'blue' } },
      { from: 'Value #C', title: 'Last heard', unit: 's', decimals: 0, steps: STEPS.silence },
      { from: 'Value #D', title: 'CPU', unit: 'percentunit', decimals: 0, steps: STEPS.cpu },
      { from: 'Value #E', title: 'Memory', unit: 'percentunit', decimals: 0, steps: STEPS.memory },
      { from: 'Value #F', title: 'Free disk', unit: 'percentunit', decimals: 0, steps: STEPS.freeDisk },
      { from: 'Value #G', title: 'Requests', unit: 'reqps', decimals: 1 },
    ],
    sortBy: [['Last heard', 'descending']],
  });
}

function uptimes(): ReturnType<typeof listing> {
  return listing({
    title: 'Uptime',
    description:
      'For how long the hub has heard each of the chosen nodes without a silence, the shortest first; 0 while it is silent.',
    size: THIRD,
    queries: [rows(`max by (node_id, name, tier) (${ofNodes('noderr_node_uptime_seconds')})`)],
    columns: [...NODE_COLUMNS, { from: 'Value', title: 'Up for', unit: 's', decimals: 1 }],
    sortBy: [['Up for', 'ascending']],
  });
}

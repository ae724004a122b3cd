import { directiveChanges, networkAlerts } from '../annotations.ts';
import { type ClassicDashboardBuilder } from '../classic-dashboard.ts';
import { createDashboard } from '../create-dashboard.ts';
import { toPage, toRunbook, UIDS } from '../links.ts';
import { figure, gauge, gaugeUpTo } from '../panels/figures.ts';
import { firingAlerts } from '../panels/firing-alerts.ts';
import { graph, stackedGraph } from '../panels/graph.ts';
import { shares } from '../panels/shares.ts';
import { now, overTime } from '../queries.ts';
import { byVersion, OF_TIER, ofVersions, shareOf } from '../selectors.ts';
import { STEPS } from '../thresholds.ts';
import { tierVariable, versionVariable } from '../variables.ts';

const SMALL = { width: 4, height: 5 };
const NODES = 'tier_version:noderr_nodes:count';
/** 0 as long as the hub answers: without it nobody knows of any node, which is not the same as none. */
const NONE = '0 * max(up{job="noderr-hub"} == 1)';
const NO_HUB = 'hub is silent';

/** How many nodes there are, whether they are up, and how well they answer. */
export function networkOverview(): ClassicDashboardBuilder {
  const total = `sum(${ofVersions(NODES)}) or ${NONE}`;
  const inStatus = (status: string): string => `sum(${ofVersions(NODES, `status="${status}"`)}) or ${NONE}`;
  return createDashboard({
    uid: UIDS.overview,
    title: 'Network Overview',
    description: 'How many nodes there are, whether they are up, and how well they answer.',
    variables: [tierVariable(), versionVariable()],
    annotations: [directiveChanges(), networkAlerts()],
    links: [toPage('Nodes', 'nodes'), toPage('Updates & Deployments', 'updates')],
  })
    .withPanel(
      figure({
        title: 'Total nodes',
        description: 'Nodes that are enrolled, suspended ones included.',
        size: SMALL,
        unit: 'none',
        steps: STEPS.none,
        nothing: NO_HUB,
        queries: [now(total, 'nodes')],
      }),
    )
    .withPanel(
      gaugeUpTo('total', {
        title: 'Active nodes',
        description: 'Nodes that the hub has heard within 35 s.',
        size: SMALL,
        unit: 'none',
        nothing: NO_HUB,
        queries: [now(inStatus('active'), 'active'), now(total, 'total')],
      }),
    )
    .withPanel(
      gaugeUpTo('total', {
        title: 'Inactive nodes',
        description: 'Nodes that are expected and have not been heard for 35 s, or never.',
        size: SMALL,
        unit: 'none',
        steps: STEPS.inactive,
        nothing: NO_HUB,
        queries: [now(inStatus('inactive'), 'inactive'), now(total, 'total')],
        links: [toRunbook('NodeDown')],
      }),
    )
    .withPanel(
      gaugeUpTo('total', {
        title: 'Suspended nodes',
        description: 'Nodes that an admin has taken out: nobody waits for them.',
        size: SMALL,
        unit: 'none',
        steps: STEPS.suspended,
        nothing: NO_HUB,
        queries: [now(inStatus('suspended'), 'suspended'), now(total, 'total')],
      }),
    )
    .withPanel(
      gauge({
        title: 'Network uptime',
        description:
          'Mean share of the expected nodes that were heard, over the time range; of the whole network, whatever is chosen above. The promise is 99.9 % over 30 days.',
        size: { width: 8, height: 5 },
        unit: 'percentunit',
        steps: STEPS.uptime,
        min: 0.98,
        max: 1,
        decimals: 3,
        queries: [now('1 - avg_over_time(fleet:noderr_silent:ratio[$__range])', 'uptime')],
        links: [toRunbook('NetworkUptimeBudgetBurn')],
      }),
    )
    .withPanel(firingAlerts({ width: 14, height: 8 }))
    .withPanel(
      graph({
        title: 'Nodes that are up',
        description: 'Share of the expected nodes of each tier that were heard within 35 s.',
        size: { width: 10, height: 8 },
        unit: 'percentunit',
        max: 1,
        queries: [overTime(`tier:noderr_up:ratio{${OF_TIER}}`, '{{tier}}')],
        links: [toRunbook('FleetHeartbeatLoss')],
      }),
    )
    .withPanel(
      shares({
        title: 'Nodes by tier',
        description: 'Nodes of each tier, suspended ones included.',
        size: { width: 6, height: 8 },
        unit: 'none',
        queries: [now(`sum by (tier) (${ofVersions(NODES)})`, '{{tier}}')],
      }),
    )
    .withPanel(
      shares({
        title: 'Nodes by version',
        description: 'Nodes on each version, by their last heartbeat; "none": none of our releases.',
        size: { width: 6, height: 8 },
        unit: 'none',
        queries: [now(byVersion(ofVersions(NODES)), '{{version}}')],
        links: [toRunbook('VersionMismatch')],
      }),
    )
    .withPanel(
      stackedGraph({
        title: 'Requests',
        description: 'Requests per second to the services of all nodes, by tier.',
        size: { width: 12, height: 8 },
        unit: 'reqps',
        queries: [overTime(`sum by (tier) (${ofVersions('tier_version:http_requests:rate5m')})`, '{{tier}}')],
      }),
    )
    .withPanel(
      graph({
        title: 'Response time',
        description: 'Of all requests: the mean, and the time that 95 and 99 of a hundred stay below.',
        size: { width: 12, height: 8 },
        unit: 's',
        steps: STEPS.responseS,
        queries: [
          overTime(
            `sum(${ofVersions('tier_version:http_request_duration_seconds_sum:rate5m')})
              / sum(${ofVersions('tier_version:http_request_duration_seconds_bucket:rate5m', 'le="+Inf"')})`,
            'mean',
          ),
          ...[0.95, 0.99].map((quantile) => overTime(responseQuantile(quantile), `p${quantile * 100}`)),
        ],
        links: [toRunbook('SlowResponseTime')],
      }),
    )
    .withPanel(
      graph({
        title: 'Error rate',
        description: 'Share of the requests that were answered with 5xx, by tier.',
        size: { width: 12, height: 8 },
        unit: 'percentunit',
        steps: STEPS.errors,
        min: 0,
        queries: [
          overTime(
            shareOf(
              `sum by (tier) (${ofVersions('tier_version:http_errors:rate5m')})`,
              `sum by (tier) (${ofVersions('tier_version:http_requests:rate5m')})`,
            ),
            '{{tier}}',
          ),
        ],
        links: [toRunbook('HighErrorRate')],
      }),
    );
}

function responseQuantile(quantile: number): string {
  const buckets = ofVersions('tier_version:http_request_duration_seconds_bucket:rate5m');
  return `histogram_quantile(${quantile}, sum by (le) (${buckets}))`;
}

import { directiveChanges, nodeAlerts } from '../annotations.ts';
import { type ClassicDashboardBuilder } from '../classic-dashboard.ts';
import { createDashboard } from '../create-dashboard.ts';
import { toPage, toRunbook, UIDS } from '../links.ts';
import { distribution } from '../panels/distribution.ts';
import { figure, gauge } from '../panels/figures.ts';
import { graph } from '../panels/graph.ts';
import { listing } from '../panels/listing.ts';
import { NODE_COLUMNS } from '../panels/node-columns.ts';
import { buckets, now, overTime, rows } from '../queries.ts';
import { OF_NODE, ofNodes, ofVersionedNodes, ofVersions } from '../selectors.ts';
import { STEPS } from '../thresholds.ts';
import { nodeVariable, tierVariable, versionVariable } from '../variables.ts';

const SMALL = { width: 6, height: 5 };
/** Seconds between two values of the recorded rates: the interval of their rule group. */
const RECORDED_EVERY_S = 30;

/** What the nodes trade, how fast, and with which result. */
export function tradingPerformance(): ClassicDashboardBuilder {
  return createDashboard({
    uid: UIDS.trading,
    title: 'Trading Performance',
    description:
      'What the nodes trade, how fast, and with which result. The tables show the chosen nodes, all else the chosen tiers and versions.',
    variables: [tierVariable(), versionVariable(), nodeVariable()],
    annotations: [directiveChanges(), nodeAlerts('Order.*|Position.*|Drawdown.*')],
    links: [toPage('Nodes', 'nodes')],
  })
    .withPanel(
      figure({
        title: 'Orders placed',
        description: 'In the time range, also those that the venue refused.',
        size: SMALL,
        unit: 'short',
        steps: STEPS.none,
        nothing: 'no orders',
        queries: [now(`round(${inRange('tier_version:trading_orders_placed:rate5m')})`, 'placed')],
      }),
    )
    .withPanel(
      figure({
        title: 'Orders filled',
        description: 'In the time range.',
        size: SMALL,
        unit: 'short',
        steps: STEPS.none,
        nothing: 'no orders',
        queries: [now(`round(${inRange('tier_version:trading_orders_filled:rate5m')})`, 'filled')],
      }),
    )
    .withPanel(
      gauge({
        title: 'Fill rate',
        description: 'Filled orders of the placed ones, in the time range.',
        size: SMALL,
        unit: 'percentunit',
        steps: STEPS.none,
        min: 0,
        max: 1,
        nothing: 'no orders',
        queries: [
          now(
            `${inRange('tier_version:trading_orders_filled:rate5m')}
              / (${inRange('tier_version:trading_orders_placed:rate5m')} > 0)`,
            'filled',
          ),
        ],
        links: [toRunbook('OrderRejectRateHigh')],
      }),
    )
    .withPanel(
      gauge({
        title: 'Average order latency',
        description: 'From placing an order to the answer of the venue: the mean in the time range.',
        size: SMALL,
        unit: 's',
        steps: STEPS.orderLatencyS,
        min: 0,
        max: 5,
        nothing: 'no orders',
        queries: [
          now(
            `${inRange('tier_version:trading_order_latency_seconds_sum:rate5m')}
              / (${inRange('tier_version:trading_order_latency_seconds_bucket:rate5m', 'le="+Inf"')} > 0)`,
            'mean',
          ),
        ],
        links: [toRunbook('OrderLatencyHigh')],
      }),
    )
    .withPanel(
      graph({
        title: 'Orders per second',
        description: 'Placed and filled, of all nodes.',
        size: { width: 12, height: 8 },
        unit: 'ops',
        queries: ['placed', 'filled'].map((what) =>
          overTime(`sum(${ofVersions(`tier_version:trading_orders_${what}:rate5m`)})`, what),
        ),
      }),
    )
    .withPanel(
      distribution({
        title: 'Order latency',
        description: 'How many orders per second took how long, from placing to the answer of the venue.',
        size: { width: 12, height: 8 },
        unit: 'ops',
        bucketUnit: 's',
        queries: [buckets(`sum by (le) (${ofVersions('tier_version:trading_order_latency_seconds_bucket:rate5m')})`)],
        links: [toRunbook('OrderLatencyHigh')],
      }),
    )
    .withPanel(
      graph({
        title: 'PnL of the network',
        description: 'Profit and loss of all accounts since their start, together and by tier.',
        size: { width: 24, height: 8 },
        unit: 'currencyUSD',
        queries: [
          overTime(`sum(${ofVersions('tier_version:trading_pnl:usd')})`, 'network'),
          overTime(`sum by (tier) (${ofVersions('tier_version:trading_pnl:usd')})`, '{{tier}}'),
        ],
      }),
    )
    .withPanel(
      listing({
        title: 'PnL by node',
        description: 'Profit and loss of each chosen node since the start of its account, and its loss from the peak.',
        size: { width: 12, height: 9 },
        queries: [
          rows(`sum by (node_id, name, tier) (${ofNodes('service:trading_pnl:usd')})`),
          rows(`max by (node_id, name, tier) (${ofNodes('trading_drawdown_ratio')})`),
        ],
        columns: [
          ...NODE_COLUMNS,
          { from: 'Value #A', title: 'PnL', unit: 'currencyUSD', decimals: 0, steps: ['red', [0, 'green']] },
          { from: 'Value #B', title: 'Drawdown', unit: 'percentunit', decimals: 1 },
        ],
        sortBy: [['PnL', 'descending']],
        links: [toRunbook('DrawdownLimitBreached')],
      }),
    )
    .withPanel(
      listing({
        title: 'Closest to a position limit',
        description: 'The twenty positions of the chosen nodes that use most of the limit that the node itself set.',
        size: { width: 12, height: 9 },
        queries: [
          rows(
            `topk(20, max by (node_id, name, tier, market) (${ofVersionedNodes(
              `abs(trading_position_notional_usd{${OF_NODE}}) / (trading_position_limit_usd{${OF_NODE}} > 0)`,
            )}))`,
          ),
        ],
        columns: [
          ...NODE_COLUMNS,
          { from: 'market', title: 'Market' },
          { from: 'Value', title: 'Of the limit', unit: 'percentunit', decimals: 0, steps: STEPS.limit },
        ],
        sortBy: [['Of the limit', 'descending']],
        links: [toRunbook('PositionLimitBreached')],
      }),
    );
}

/** What a recorded rate adds up to over the time range, also where it was recorded for a part of it only. */
function inRange(rate: string, matchers = ''): string {
  return `sum(sum_over_time(${ofVersions(rate, matchers)}[$__range])) * ${RECORDED_EVERY_S}`;
}

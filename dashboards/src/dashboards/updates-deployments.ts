import { directiveChanges, networkAlerts, pauses } from '../annotations.ts';
import { type ClassicDashboardBuilder } from '../classic-dashboard.ts';
import { createDashboard } from '../create-dashboard.ts';
import { toPage, toRunbook, UIDS } from '../links.ts';
import { figure, gauge, names } from '../panels/figures.ts';
import { graph, stackedGraph } from '../panels/graph.ts';
import { listing } from '../panels/listing.ts';
import { NODE_COLUMNS } from '../panels/node-columns.ts';
import { shares } from '../panels/shares.ts';
import { type State, states } from '../panels/states.ts';
import { now, overTime, rows } from '../queries.ts';
import { byVersion, OF_NODE, OF_TIER, ofVersionedNodes, ofVersions } from '../selectors.ts';
import { STEPS } from '../thresholds.ts';
import { nodeVariable, tierVariable, versionVariable } from '../variables.ts';

const SMALL = { width: 6, height: 6 };
const WIDE = { width: 12, height: 8 };
const NODES = 'tier_version:noderr_nodes:count';
const ACTIVE = `max by (tier) (noderr_rollout_active{${OF_TIER}})`;

/** As the query of the timeline adds them up. */
const ROLLOUT_STATES: readonly State[] = [
  { value: 0, text: 'calm', color: 'text' },
  { value: 1, text: 'rollout', color: 'blue' },
  { value: 2, text: 'paused', color: 'orange' },
  { value: 3, text: 'rollback', color: 'red' },
  { value: 4, text: 'rollback, paused', color: 'dark-red' },
];

/** Which versions run where, how rollouts went, and what was rolled back. Buttons are on the app's page. */
export function updatesDeployments(): ClassicDashboardBuilder {
  const places = (pattern: string): string =>
    `sum by (tier) (max by (tier, state) (noderr_rollout_nodes{${OF_TIER},state=~"${pattern}"}))`;
  return createDashboard({
    uid: UIDS.updates,
    title: 'Updates & Deployments',
    description:
      'Which versions run where, how rollouts went, and what was rolled back. Pause and roll back on the page of the same name.',
    variables: [tierVariable(), versionVariable(), nodeVariable()],
    annotations: [directiveChanges(), pauses(), networkAlerts()],
    links: [
      toPage('Pause or roll back', 'updates'),
      toPage('Rollback timeline', 'timeline'),
      toPage('Version distribution', 'versions'),
    ],
  })
    .withPanel(
      names({
        title: 'Current version by tier',
        description: 'The version that most nodes of each tier run.',
        size: SMALL,
        unit: 'none',
        steps: STEPS.none,
        nothing: 'no release yet',
        queries: [
          now(
            `topk by (tier) (1, sum by (tier, version) (${ofVersions(NODES, 'version!=""')}))`,
            '{{tier}}: {{version}}',
          ),
        ],
      }),
    )
    .withPanel(
      figure({
        title: 'Active deployments',
        description: 'Tiers with a rollout or a rollback under way, paused ones included.',
        size: { width: 4, height: 6 },
        unit: 'none',
        steps: ['text', [1, 'blue']],
        nothing: 'none',
        queries: [now(`sum(${ACTIVE})`, 'tiers')],
        links: [toRunbook('RolloutStalled')],
      }),
    )
    .withPanel(
      gauge({
        title: 'Deployment progress',
        description: 'Share of the nodes of a tier that its present rollout has brought to the target.',
        size: { width: 7, height: 6 },
        unit: 'percentunit',
        steps: ['blue', [1, 'green']],
        min: 0,
        max: 1,
        nothing: 'no rollout',
        queries: [now(`${places('updated|unhealthy')} / (${places('.*')} > 0)`, '{{tier}}')],
      }),
    )
    .withPanel(
      gauge({
        title: 'Update success rate',
        description: 'Updated and healthy nodes of those with an outcome in the present rollout.',
        size: { width: 7, height: 6 },
        unit: 'percentunit',
        steps: STEPS.success,
        min: 0,
        max: 1,
        nothing: 'no outcome yet',
        queries: [now(`${places('updated')} / (${places('updated|unhealthy|rolledBack|failed')} > 0)`, '{{tier}}')],
        links: [toRunbook('RolloutFailureRateHigh')],
      }),
    )
    .withPanel(
      listing({
        title: 'Deployments',
        description: 'The present directive of each tier, and where its nodes stand.',
        size: { width: 24, height: 6 },
        queries: [
          rows(`max by (tier, kind, version) (noderr_directive_info{${OF_TIER}})`),
          rows(ACTIVE),
          rows(places('updated|unhealthy')),
          rows(places('updating')),
          rows(places('failed|rolledBack')),
          rows(places('pending|held|deferred|cannotFollow|silent|unmanaged')),
          rows(`max by (tier, by) (noderr_rollout_paused{${OF_TIER}})`),
        ],
        columns: [
          { from: 'tier', title: 'Tier' },
          { from: 'kind', title: 'Kind' },
          { from: 'version', title: 'Target' },
          { from: 'Value #B', title: 'Under way', unit: 'bool_yes_no' },
          { from: 'by', title: 'Paused by', nothing: '–' },
          { from: 'Value #C', title: 'Updated' },
          { from: 'Value #D', title: 'Updating' },
          { from: 'Value #E', title: 'Failed or rolled back', steps: ['text', [1, 'red']] },
          { from: 'Value #F', title: 'Still to come, or cannot' },
        ],
        sortBy: [['Under way', 'descending']],
      }),
    )
    .withPanel(
      states(ROLLOUT_STATES, {
        title: 'History',
        description: 'What each tier was doing; the lines are changes of its directive on the chain.',
        size: { width: 24, height: 8 },
        queries: [
          overTime(
            `${ACTIVE}
              + (max by (tier) (noderr_rollout_paused{${OF_TIER}}) or 0 * ${ACTIVE})
              + (2 * max by (tier) (noderr_directive_info{${OF_TIER},kind="rollback"}) * ${ACTIVE} or 0 * ${ACTIVE})`,
            '{{tier}}',
          ),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Outcomes',
        description: 'Attempts that ended in each hour before, as nodes reported them.',
        size: WIDE,
        unit: 'none',
        decimals: 0,
        nothing: 'No update ended in this time',
        queries: [
          overTime(
            `round(sum by (outcome) (increase(noderr_update_duration_seconds_count{${OF_TIER}}[1h])))`,
            '{{outcome}}',
          ),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Duration of rollbacks',
        description:
          'From the verdict to a healthy old set, over the hour before: half, and 99 of a hundred, were faster. The promise is 5 s beyond the start of the node itself.',
        size: WIDE,
        unit: 's',
        nothing: 'No rollback in this time',
        queries: [0.5, 0.99].map((quantile) =>
          overTime(
            `histogram_quantile(${quantile}, sum by (le) (increase(noderr_rollback_duration_seconds_bucket{${OF_TIER}}[1h])))`,
            `p${quantile * 100}`,
          ),
        ),
      }),
    )
    .withPanel(
      listing({
        title: 'Rollback events',
        description:
          'Chosen nodes whose last attempt of a rollout failed or was rolled back in the time range, and when.',
        size: { width: 24, height: 8 },
        nothing: 'none',
        queries: [
          rows(
            `max by (node_id, name, tier, outcome, code) (${ofVersionedNodes(
              `(max_over_time(node:noderr_update_failed:timestamp_seconds{${OF_NODE}}[$__range]))`,
            )}) * 1000`,
          ),
        ],
        columns: [
          { from: 'Value', title: 'When', unit: 'dateTimeAsIso' },
          ...NODE_COLUMNS,
          { from: 'outcome', title: 'Outcome' },
          { from: 'code', title: 'Code' },
        ],
        sortBy: [['When', 'descending']],
        links: [toRunbook('UpdateFailed')],
      }),
    )
    .withPanel(
      shares({
        title: 'Version distribution',
        description: 'Nodes on each version now, suspended ones included.',
        size: { width: 8, height: 8 },
        unit: 'none',
        queries: [now(byVersion(ofVersions(NODES)), '{{version}}')],
        links: [toRunbook('VersionMismatch')],
      }),
    )
    .withPanel(
      stackedGraph({
        title: 'Versions over time',
        description: 'Nodes on each version; a rollout is one colour that takes the place of another.',
        size: { width: 16, height: 8 },
        unit: 'none',
        queries: [overTime(byVersion(ofVersions(NODES)), '{{version}}')],
      }),
    );
}

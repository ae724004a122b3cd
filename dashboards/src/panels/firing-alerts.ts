import { NODE_DASHBOARD_OF_VALUE, NODE_PAGE_OF_VALUE, RUNBOOK_OF_VALUE } from '../links.ts';
import { rows } from '../queries.ts';
import { OF_NODE, ofVersionedNodes } from '../selectors.ts';
import { type Size } from './frame.ts';
import { type Column, type Listing, listing } from './listing.ts';

const OF_NODES = 'alertname, severity, tier, node_id';
const OF_OTHERS = 'alertname, severity, tier, instance';

const WHAT: readonly Column[] = [
  { from: 'severity', title: 'Severity', width: 90, colors: { critical: 'red', warning: 'orange' } },
  { from: 'alertname', title: 'Alert', links: [RUNBOOK_OF_VALUE] },
  { from: 'Value', title: 'Since', unit: 'dateTimeFromNow', width: 120 },
];

const TABLE = {
  title: 'Firing alerts',
  nothing: 'none',
  sortBy: [
    ['Severity', 'ascending'],
    ['Since', 'descending'],
  ],
} as const satisfies Partial<Listing>;

/** What fires in the chosen tiers and in the whole network, the critical and then the newest first. */
export function firingAlerts(size: Size): ReturnType<typeof listing> {
  const shown = 'alertname!="Watchdog",tier=~"$tier|"';
  const ofNodes = firingSince(OF_NODES, `${shown},node_id!=""`);
  const named = `${ofNodes} * on (node_id) group_left (name) node:noderr_version:info`;
  const ofOthers = firingSince(OF_OTHERS, `${shown},node_id=""`);
  return listing({
    ...TABLE,
    size,
    description:
      'What fires now, and since when; a click leads to the runbook, or to the node. Silence them under Alerting.',
    queries: [rows(`${named} or on (${OF_NODES}) ${ofNodes} or ${ofOthers}`)],
    columns: [
      ...WHAT,
      { from: 'tier', title: 'Tier', width: 100, nothing: '–' },
      { from: 'name', title: 'Name', nothing: '–' },
      { from: 'node_id', title: 'Node', nothing: '–', links: [NODE_DASHBOARD_OF_VALUE] },
      { from: 'instance', title: 'Part of the stack', nothing: '–' },
    ],
  });
}

/** What fires for the chosen nodes. */
export function firingAlertsOfNodes(size: Size): ReturnType<typeof listing> {
  return listing({
    ...TABLE,
    size,
    description: 'What fires now for the chosen nodes, and since when; a click leads to the runbook.',
    queries: [rows(ofVersionedNodes(firingSince(OF_NODES, OF_NODE)))],
    columns: [
      ...WHAT,
      { from: 'name', title: 'Name', nothing: '–' },
      { from: 'node_id', title: 'Node', links: [NODE_PAGE_OF_VALUE] },
    ],
  });
}

/** When each alert that fires began, in ms since the epoch. */
function firingSince(labels: string, matchers: string): string {
  const firing = `ALERTS_FOR_STATE{${matchers}} and ignoring (alertstate) ALERTS{alertstate="firing",${matchers}}`;
  return `min by (${labels}) (${firing}) * 1000`;
}

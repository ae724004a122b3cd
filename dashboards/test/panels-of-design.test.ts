import { describe, expect, it } from 'vitest';
import { allDashboards } from '../src/all-dashboards.ts';
import { panelsOf } from '../src/flat-panels.ts';

/** The customer's list, panel by panel, with the kinds that he asked for; only the total is no gauge: it has no bound. */
const WANTED: Readonly<Record<string, readonly [title: string, kind: string][]>> = {
  'Network Overview': [
    ['Total nodes', 'stat'],
    ['Active nodes', 'gauge'],
    ['Inactive nodes', 'gauge'],
    ['Suspended nodes', 'gauge'],
    ['Nodes by tier', 'piechart'],
    ['Nodes by version', 'piechart'],
    ['Network uptime', 'gauge'],
    ['Requests', 'timeseries'],
    ['Response time', 'timeseries'],
    ['Error rate', 'timeseries'],
  ],
  'Node Details': [
    ['Nodes', 'table'],
    ['CPU of the nodes', 'heatmap'],
    ['Memory of the nodes', 'heatmap'],
    ['Fullest disks', 'bargauge'],
    ['Network I/O', 'timeseries'],
    ['Request rate', 'timeseries'],
    ['Error rate', 'timeseries'],
    ['Uptime', 'table'],
  ],
  'Trading Performance': [
    ['Orders placed', 'stat'],
    ['Orders filled', 'stat'],
    ['Fill rate', 'gauge'],
    ['Average order latency', 'gauge'],
    ['Orders per second', 'timeseries'],
    ['Order latency', 'heatmap'],
    ['PnL by node', 'table'],
    ['PnL of the network', 'timeseries'],
  ],
  'Updates & Deployments': [
    ['Current version by tier', 'stat'],
    ['Active deployments', 'stat'],
    ['Deployments', 'table'],
    ['Deployment progress', 'gauge'],
    ['Update success rate', 'gauge'],
    ['History', 'state-timeline'],
    ['Rollback events', 'table'],
    ['Version distribution', 'piechart'],
  ],
};

describe.each(Object.entries(WANTED))('%s', (title, wanted) => {
  const dashboard = allDashboards().find((candidate) => candidate.title === title);

  it.each(wanted)('shows "%s" as a %s', (panelTitle, kind) => {
    const panels = dashboard ? panelsOf(dashboard) : [];
    expect(panels.find((panel) => panel.title === panelTitle)?.type).toBe(kind);
  });
});

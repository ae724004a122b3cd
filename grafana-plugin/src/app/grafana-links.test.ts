import { expect, it } from 'vitest';
import { nodeDashboardHref, nodeLogsHref } from './grafana-links.ts';

const ID = `0x${'ab'.repeat(32)}`;

it('leads to the logs of one node', () => {
  const panes = new URL(nodeLogsHref(ID), 'http://grafana').searchParams.get('panes') ?? '';
  expect(JSON.parse(panes)).toMatchObject({ a: { queries: [{ expr: `{node_id="${ID}"}` }] } });
});

it('leads to the dashboard of one node', () => {
  expect(nodeDashboardHref(ID)).toBe(`/d/noderr-node-details?var-node_id=${ID}`);
});

/** Addresses of what is provisioned around the app, relative to Grafana's root; uids as in `provisioning/grafana`. */
export const LOKI_UID = 'noderr-loki';
export const PROMETHEUS_UID = 'noderr-prometheus';
const NODE_DASHBOARD_UID = 'noderr-node-details';

export function nodeDashboardHref(nodeId: string): string {
  return `/d/${NODE_DASHBOARD_UID}?var-node_id=${encodeURIComponent(nodeId)}`;
}

export function nodeLogsHref(nodeId: string): string {
  const pane = {
    datasource: LOKI_UID,
    queries: [{ refId: 'A', datasource: { type: 'loki', uid: LOKI_UID }, expr: `{node_id="${nodeId}"}` }],
    range: { from: 'now-1h', to: 'now' },
  };
  return `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}&orgId=1`;
}

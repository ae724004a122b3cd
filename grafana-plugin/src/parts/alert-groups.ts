import { type AlertSeverity, type AlertView, type NodeId } from '@noderr/protocol';

/** Alerts of one name, as one mark shows them. */
export interface AlertGroup {
  name: string;
  severity: AlertSeverity;
  count: number;
  /** When the first of them began; epoch milliseconds. */
  since: number;
  /** Of the first one. */
  summary: string;
  /** Where all of them are of one node. */
  nodeId: NodeId | null;
}

const URGENCY: Readonly<Record<AlertSeverity, number>> = { critical: 0, warning: 1, info: 2 };

/** Those that fire first, of these the most urgent, of these the newest. */
export function byUrgency(a: AlertView, b: AlertView): number {
  const ended = Number(a.status === 'resolved') - Number(b.status === 'resolved');
  return ended || URGENCY[a.severity] - URGENCY[b.severity] || b.startsAt - a.startsAt;
}

/** The most urgent first, within that what fires longest. */
export function groupAlerts(alerts: readonly AlertView[]): AlertGroup[] {
  const groups = new Map<string, AlertView[]>();
  for (const alert of alerts) groups.set(alert.name, [...(groups.get(alert.name) ?? []), alert]);
  return [...groups.values()]
    .flatMap(groupOf)
    .sort((a, b) => URGENCY[a.severity] - URGENCY[b.severity] || a.since - b.since);
}

function groupOf(alerts: readonly AlertView[]): AlertGroup[] {
  const [first] = alerts.toSorted((a, b) => a.startsAt - b.startsAt);
  if (!first) return [];
  const worst = alerts.map(({ severity }) => severity).sort((a, b) => URGENCY[a] - URGENCY[b])[0];
  return [
    {
      name: first.name,
      severity: worst ?? first.severity,
      count: alerts.length,
      since: first.startsAt,
      summary: first.summary,
      nodeId: alerts.every(({ nodeId }) => nodeId === first.nodeId) ? first.nodeId : null,
    },
  ];
}

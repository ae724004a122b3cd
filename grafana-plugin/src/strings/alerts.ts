import { type AlertSeverity } from '@noderr/protocol';

/** Words of alerts, wherever they show. */
export const alertStrings = {
  title: 'Alerts',
  ofTier: (tier: string) => `Alerts of ${tier}`,
  counted: (name: string, count: string) => `${name} ×${count}`,
  andMore: (count: string) => `and ${count} more`,
  severity: { critical: 'critical', warning: 'warning', info: 'for information' } satisfies Record<
    AlertSeverity,
    string
  >,
  pauses: 'asks the guard to pause',
  columns: { alert: 'Alert', what: 'What', node: 'Node', since: 'Since', ended: 'Ended' },
  runbook: 'Runbook',
  runbookOf: (alert: string) => `Runbook of ${alert}`,
  firing: 'firing',
  noneOfNode: 'None fires, and none did in the last 30 days.',
  noneOfRollout: 'None since it began.',
} as const;

import { PLUGIN_ID } from '../plugin-id.ts';

/** Alerts that `docs/runbooks` has a page for; the built plugin brings these along. */
const RUNBOOKS: ReadonlySet<string> = new Set([
  'AgentPushAuthFailed',
  'AlertmanagerFailedReload',
  'AlertmanagerFailedToSendAlerts',
  'BackupUnsealed',
  'ChainStale',
  'DiskSpaceCritical',
  'DiskSpaceLow',
  'DrawdownLimitBreached',
  'FleetHeartbeatLoss',
  'HighCPUUsage',
  'HighErrorRate',
  'HighMemoryUsage',
  'HubDown',
  'IngestRejecting',
  'NetworkUptimeBudgetBurn',
  'NodeClockSkew',
  'NodeDown',
  'NodeDownLong',
  'NodeTelemetryBacklog',
  'NodeTelemetryDropped',
  'NodeTelemetryMissing',
  'OrderLatencyHigh',
  'OrderRejectRateHigh',
  'PositionLimitBreached',
  'PrometheusBadConfig',
  'PrometheusErrorSendingAlertsToSomeAlertmanagers',
  'PrometheusMissingRuleEvaluations',
  'PrometheusNotConnectedToAlertmanagers',
  'PrometheusRuleFailures',
  'RolloutFailureRateHigh',
  'RolloutPausedByGuard',
  'RolloutStalled',
  'SignerBalanceLow',
  'SignerFrozen',
  'SlowResponseTime',
  'StackTargetDown',
  'UpdateFailed',
  'VersionMismatch',
  'Watchdog',
]);

/** Where an alert's runbook is, relative to Grafana's root; null for an alert that is not of our rules. */
export function runbookHref(alert: string): string | null {
  return RUNBOOKS.has(alert) ? `/public/plugins/${PLUGIN_ID}/runbooks/${alert}.md` : null;
}

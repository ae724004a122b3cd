/**
 * Metrics in which the hub speaks of nodes, rollouts and itself, and Prometheus of what it does: from a node they could
 * feed an alert rule with facts that are not its own. Recording rules are reserved by the colon in their names.
 */
export const RESERVED_PREFIXES = [
  'noderr_node_',
  'noderr_rollout_',
  'noderr_directive_',
  'noderr_version_',
  'noderr_update_',
  'noderr_rollback_',
  'noderr_hub_',
  'noderr_ingest_',
  'noderr_signer_',
  'noderr_alert',
  'ALERTS',
  'scrape_',
] as const;

/** Whole names of the same kind. */
export const RESERVED_NAMES = ['up'] as const;

/** Labels by which Prometheus names what it scrapes itself: rules about the hub and the stores go by them. */
export const RESERVED_LABELS = ['job', 'instance'] as const;

import { type AlertSeverity, type AlertStatus, type NodeTier } from '@noderr/protocol';

/** One row for each time that an alert fired; its labels and texts are Alertmanager's, cleaned and cut. */
export interface AlertTable {
  /** sha256 of the group's key, as hex. */
  group_hash: string;
  fingerprint: string;
  /** Alertmanager's clock. */
  starts_at: number;
  /** Null while it fires. */
  ends_at: number | null;
  status: AlertStatus;
  name: string;
  severity: AlertSeverity;
  tier: NodeTier | null;
  node_id: string | null;
  service: string;
  summary: string;
  /** 1 where it asks for a pause. */
  pauses: number;
  /** The hub's clock. */
  first_seen_at: number;
  last_seen_at: number;
}

export interface AlertTables {
  alerts: AlertTable;
}

/** One row per audit entry; the names follow protocol's AuditEntry. */
export interface AuditTable {
  n: number;
  at: number;
  actor_kind: string;
  actor_name: string;
  action: string;
  tier: string | null;
  subject: string;
  reason: string;
  intent_id: string | null;
  transaction_hash: string | null;
  seq_before: number | null;
  seq_after: number | null;
  previous: string;
  hash: string;
}

export interface AuditTables {
  audit: AuditTable;
}

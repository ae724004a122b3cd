import { type Actor, type IntentKind, type IntentStatus, type Tier } from '@noderr/protocol';

export interface IntentTable {
  id: string;
  tier: Tier;
  kind: IntentKind;
  /** Grafana's `user:N`, or `guard` or `gate`: only this one may confirm. */
  owner: string;
  actor_kind: Actor['kind'];
  actor_name: string;
  expected_rollout: number;
  expected_seq: number | null;
  to_id: number | null;
  cohort: number | null;
  reason: string;
  status: IntentStatus;
  created_at: number;
  expires_at: number;
  /** Set when the same action was under way already: that intent's transaction is this one's too. */
  joined_to: string | null;
  seq_before: number | null;
  seq_after: number | null;
  tx_hash: string | null;
  tx_from: string | null;
  tx_block: number | null;
  confirmed_at: number | null;
  sent_at: number | null;
  mined_at: number | null;
  final_at: number | null;
  picked_up_at: number | null;
  done_at: number | null;
  failed_at: number | null;
  error_code: string | null;
  error_message: string | null;
  /** An `IntentPreview` as JSON. */
  preview: string;
}

export interface ActionTables {
  intents: IntentTable;
}

import { type NodeTier } from '@noderr/protocol';

/** A one-time join token or a standing read token; only its hash is kept. */
export interface TokenTable {
  id: string;
  kind: 'join' | 'read';
  /** sha256 of the token, hex. */
  hash: string;
  /** Join tokens only. */
  tier: NodeTier | null;
  created_at: number;
  created_by: string;
  expires_at: number;
  used_at: number | null;
  /** The node that enrolled with it. */
  used_by: string | null;
  revoked_at: number | null;
}

export interface NodeTable {
  node_id: string;
  tier: NodeTier;
  name: string;
  enrolled_at: number;
  suspended_at: number | null;
  suspended_reason: string;
  /** A forgotten node's keys are refused; its receipts stay. */
  forgotten_at: number | null;
}

export interface NodeKeyTable {
  /** sha256 of the raw public key, hex with 0x. */
  kid: string;
  node_id: string;
  /** Raw Ed25519 public key, hex with 0x. */
  public_key: string;
  added_at: number;
  revoked_at: number | null;
}

export interface EnrolmentTables {
  tokens: TokenTable;
  nodes: NodeTable;
  node_keys: NodeKeyTable;
}

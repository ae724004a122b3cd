import { type Tier } from '@noderr/protocol';

/** The final history of each tier, as the contract's events tell it. */
export interface DirectiveChangeTable {
  tier: Tier;
  seq: number;
  block_number: number;
  transaction_hash: string;
  /** When the hub first saw it at `latest`, by the hub's clock. */
  seen_at: number;
  /** A `DirectiveChange` as JSON. */
  body: string;
}

export interface ReleaseTable {
  tier: Tier;
  id: number;
  /** A `Release` as JSON; `revoked` inside is kept up to date. */
  body: string;
}

/** The contract's identity as first read, where no deployment file pins it: one row. */
export interface ChainIdentityTable {
  beacon: string;
  /** A `Deployment` as JSON. */
  body: string;
}

export interface ChainTables {
  chain_identity: ChainIdentityTable;
  directive_changes: DirectiveChangeTable;
  releases: ReleaseTable;
}

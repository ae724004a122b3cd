import { type Tier } from '@noderr/protocol';

/** A row says that guard and gate of a tier know its fleet; none = this database is younger than the tier's history. */
export interface ArmedTierTable {
  tier: Tier;
  armed_at: number;
  /** Why it was armed, in words. */
  reason: string;
}

export interface GuardTables {
  armed_tiers: ArmedTierTable;
}

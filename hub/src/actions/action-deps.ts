import { type Tier } from '@noderr/protocol';
import { type AuditLog } from '../audit/audit-log.ts';
import { type ChainState } from '../chain/chain-state.ts';
import { type Clock } from '../clock.ts';
import { type Db } from '../database/database.ts';
import { type TierPicture } from '../rollouts/tier-picture.ts';
import { type IntentStore } from './intent-store.ts';
import { type Transactions } from './transactions.ts';

/** What all parts of actions work with. */
export interface ActionDeps {
  db: Db;
  store: IntentStore;
  audit: AuditLog;
  clock: Clock;
  transactions: Transactions;
  chain: () => ChainState;
  picture: (tier: Tier) => Promise<TierPicture>;
  logger: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

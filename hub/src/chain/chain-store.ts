import { Deployment } from '@noderr/beacon';
import { type Address, DirectiveChange, type Ms, Release, type Tier } from '@noderr/protocol';
import { type Db } from '../database/database.ts';

/** A final change, and when the hub first saw it, by the hub's clock. */
export interface SeenChange extends DirectiveChange {
  seenAt: Ms;
}

export interface ChainStore {
  /** The contract's identity as first read. */
  identity(beacon: Address): Promise<Deployment | null>;
  /** Keeps the first one. */
  saveIdentity(deployment: Deployment): Promise<void>;
  /** In order of seq. */
  changes(tier: Tier): Promise<SeenChange[]>;
  releases(tier: Tier): Promise<Release[]>;
  /** Adds what is new, all or nothing; a known release is replaced. */
  save(tier: Tier, changes: readonly SeenChange[], releases: readonly Release[]): Promise<void>;
}

export function createChainStore(db: Db): ChainStore {
  return {
    async identity(beacon) {
      const row = await db.selectFrom('chain_identity').select('body').where('beacon', '=', beacon).executeTakeFirst();
      return row ? Deployment.parse(JSON.parse(row.body)) : null;
    },
    async saveIdentity(deployment) {
      await db
        .insertInto('chain_identity')
        .values({ beacon: deployment.beacon, body: JSON.stringify(deployment) })
        .onConflict((conflict) => conflict.column('beacon').doNothing())
        .execute();
    },
    async changes(tier) {
      const rows = await db
        .selectFrom('directive_changes')
        .select(['body', 'seen_at'])
        .where('tier', '=', tier)
        .orderBy('seq')
        .execute();
      return rows.map((row) => ({
        ...DirectiveChange.parse(JSON.parse(row.body)),
        seenAt: row.seen_at as Ms,
      }));
    },
    async releases(tier) {
      const rows = await db.selectFrom('releases').select('body').where('tier', '=', tier).orderBy('id').execute();
      return rows.map((row) => Release.parse(JSON.parse(row.body)));
    },
    async save(tier, changes, releases) {
      await db.transaction().execute(async (transaction) => {
        for (const { seenAt, ...change } of changes) {
          await transaction
            .insertInto('directive_changes')
            .values({
              tier,
              seq: change.directive.seq,
              block_number: change.block.number,
              transaction_hash: change.transaction,
              seen_at: seenAt,
              body: JSON.stringify(change),
            })
            .onConflict((conflict) => conflict.columns(['tier', 'seq']).doNothing())
            .execute();
        }
        for (const release of releases) {
          const body = JSON.stringify(release);
          await transaction
            .insertInto('releases')
            .values({ tier, id: release.id, body })
            .onConflict((conflict) => conflict.columns(['tier', 'id']).doUpdateSet({ body }))
            .execute();
        }
      });
    },
  };
}

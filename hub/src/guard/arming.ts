import { type Actor, type Tier } from '@noderr/protocol';
import { type AuditLog } from '../audit/audit-log.ts';
import { type ChainState, tierOf } from '../chain/chain-state.ts';
import { type Clock } from '../clock.ts';
import { type Db } from '../database/database.ts';
import { isExpected } from '../fleet/node-liveness.ts';
import { type FleetNode } from '../fleet/fleet.ts';
import { type Readiness, readiness } from './readiness.ts';

export interface ArmingDeps {
  db: Db;
  audit: AuditLog;
  clock: Clock;
}

/** Remembers for which tiers this database knows the fleet, so that a hub whose database was lost holds still. */
export interface Arming {
  /** An admin's word that the fleet is complete. */
  arm(tier: Tier, by: Actor, reason: string): Promise<void>;
  /** Whether guard and gate of a tier may act now; arms the tier where the facts allow it. */
  judge(
    tier: Tier,
    chain: ChainState,
    fleet: readonly FleetNode[],
    hubSince: FleetNode['enrolledAt'],
  ): Promise<Readiness>;
}

const SYSTEM: Actor = { kind: 'system', name: '' };

export function createArming({ db, audit, clock }: ArmingDeps): Arming {
  async function isArmed(tier: Tier): Promise<boolean> {
    const row = await db.selectFrom('armed_tiers').select('tier').where('tier', '=', tier).executeTakeFirst();
    return row !== undefined;
  }

  async function arm(tier: Tier, by: Actor, reason: string): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('armed_tiers')
        .values({ tier, armed_at: clock.now(), reason })
        .onConflict((conflict) => conflict.column('tier').doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) return;
      await audit.append({ actor: by, action: 'guard.armed', tier, reason }, transaction);
    });
  }

  return {
    arm,
    async judge(tier, chain, fleet, hubSince) {
      if (chain.block === null) return { ready: false, reason: 'The chain was not read yet.' };
      let armed = await isArmed(tier);
      if (!armed && tierOf(chain, tier).changes.length === 0 && !chain.stale) {
        // Nothing was ever published: whatever comes, this database will have seen it all.
        await arm(tier, SYSTEM, 'nothing was published before');
        armed = true;
      }
      const expected = fleet.filter(isExpected);
      const judged = readiness({
        armed,
        known: expected.length,
        back: expected.filter((node) => node.heardAt !== null && node.heardAt >= hubSince).length,
        newestEnrolledAt: newestOf(expected),
        hubSince,
        now: clock.now(),
      });
      if (judged.ready && judged.arm) await arm(tier, SYSTEM, 'the nodes are back');
      return judged;
    },
  };
}

function newestOf(nodes: readonly FleetNode[]): FleetNode['enrolledAt'] | null {
  return nodes.reduce<FleetNode['enrolledAt'] | null>(
    (newest, { enrolledAt }) => (newest === null || enrolledAt > newest ? enrolledAt : newest),
    null,
  );
}

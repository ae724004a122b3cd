import {
  type Actor,
  type Address,
  type Hex32,
  IntentPreview,
  type Ms,
  type ReleaseId,
  type Seq,
  type Tier,
} from '@noderr/protocol';
import { type Selectable, type Transaction } from 'kysely';
import { type Database, type Db, type DbOrTransaction } from '../database/database.ts';
import { type IntentPatch, type IntentRecord, UNDER_WAY } from './intent-record.ts';
import { type IntentTable } from './tables.ts';

export interface IntentStore {
  find(id: string, db?: DbOrTransaction): Promise<IntentRecord | null>;
  insert(record: IntentRecord, transaction: Transaction<Database>): Promise<void>;
  patch(id: string, patch: IntentPatch, db?: DbOrTransaction): Promise<void>;
  /** Those whose transaction is on its way, oldest first. */
  underWay(tier: Tier | null, db?: DbOrTransaction): Promise<IntentRecord[]>;
  /** Those whose transaction is final but whose effect on the nodes is not complete, if confirmed after `since`. */
  settling(since: Ms): Promise<IntentRecord[]>;
  /** The newest of a tier that was confirmed and has its own transaction. */
  newest(tier: Tier): Promise<IntentRecord | null>;
  /** The newest of an owner for a tier. */
  newestOf(owner: string, tier: Tier): Promise<IntentRecord | null>;
  /** Ends the prepared ones that nobody confirmed in time. */
  expire(now: Ms): Promise<void>;
  /** Who sent which transaction. */
  actors(): Promise<Map<Hex32, Actor>>;
}

export function createIntentStore(db: Db): IntentStore {
  const all = (from: DbOrTransaction) => from.selectFrom('intents').selectAll();
  return {
    async find(id, from = db) {
      const row = await all(from).where('id', '=', id).executeTakeFirst();
      return row ? recordOf(row) : null;
    },
    async insert(record, transaction) {
      await transaction.insertInto('intents').values(rowOf(record)).execute();
    },
    async patch(id, patch, from = db) {
      await from.updateTable('intents').set(columnsOf(patch)).where('id', '=', id).execute();
    },
    async underWay(tier, from = db) {
      let query = all(from).where('status', 'in', UNDER_WAY).where('joined_to', 'is', null).orderBy('confirmed_at');
      if (tier !== null) query = query.where('tier', '=', tier);
      return (await query.execute()).map(recordOf);
    },
    async settling(since) {
      const rows = await all(db)
        .where('status', '=', 'final')
        .where('joined_to', 'is', null)
        .where('done_at', 'is', null)
        .where('confirmed_at', '>', since)
        .orderBy('confirmed_at')
        .execute();
      return rows.map(recordOf);
    },
    async newest(tier) {
      const row = await all(db)
        .where('tier', '=', tier)
        .where('confirmed_at', 'is not', null)
        .where('joined_to', 'is', null)
        .orderBy('confirmed_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? recordOf(row) : null;
    },
    async newestOf(owner, tier) {
      const row = await all(db)
        .where('owner', '=', owner)
        .where('tier', '=', tier)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? recordOf(row) : null;
    },
    async expire(now) {
      // Never between what a confirmation has read and what it writes.
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('intents')
          .set({ status: 'expired', failed_at: now })
          .where('status', '=', 'prepared')
          .where('expires_at', '<=', now)
          .execute();
      });
    },
    async actors() {
      const rows = await db
        .selectFrom('intents')
        .select(['tx_hash', 'actor_kind', 'actor_name'])
        .where('tx_hash', 'is not', null)
        .where('joined_to', 'is', null)
        .execute();
      return new Map(rows.map((row) => [row.tx_hash as Hex32, { kind: row.actor_kind, name: row.actor_name }]));
    },
  };
}

function rowOf(record: IntentRecord): IntentTable {
  return {
    id: record.id,
    tier: record.tier,
    kind: record.kind,
    owner: record.owner,
    actor_kind: record.actor.kind,
    actor_name: record.actor.name,
    expected_rollout: record.expectedRollout,
    expected_seq: record.expectedSeq,
    to_id: record.to,
    cohort: record.cohort,
    reason: record.reason,
    status: record.status,
    created_at: record.createdAt,
    expires_at: record.expiresAt,
    joined_to: record.joinedTo,
    seq_before: record.seqBefore,
    seq_after: record.seqAfter,
    tx_hash: record.transaction?.hash ?? null,
    tx_from: record.transaction?.from ?? null,
    tx_block: record.transaction?.block ?? null,
    confirmed_at: record.times.confirmed,
    sent_at: record.times.sent,
    mined_at: record.times.mined,
    final_at: record.times.final,
    picked_up_at: record.times.pickedUp,
    done_at: record.times.done,
    failed_at: record.times.failed,
    error_code: record.error?.code ?? null,
    error_message: record.error?.message ?? null,
    preview: JSON.stringify(record.preview),
  };
}

function recordOf(row: Selectable<IntentTable>): IntentRecord {
  return {
    id: row.id,
    tier: row.tier,
    kind: row.kind,
    owner: row.owner,
    actor: { kind: row.actor_kind, name: row.actor_name },
    expectedRollout: row.expected_rollout as Seq,
    expectedSeq: row.expected_seq as Seq | null,
    to: row.to_id as ReleaseId | null,
    cohort: row.cohort,
    reason: row.reason,
    status: row.status,
    createdAt: row.created_at as Ms,
    expiresAt: row.expires_at as Ms,
    joinedTo: row.joined_to,
    seqBefore: row.seq_before as Seq | null,
    seqAfter: row.seq_after as Seq | null,
    transaction:
      row.tx_hash !== null && row.tx_from !== null
        ? { hash: row.tx_hash as Hex32, from: row.tx_from as Address, block: row.tx_block }
        : null,
    times: {
      confirmed: row.confirmed_at as Ms | null,
      sent: row.sent_at as Ms | null,
      mined: row.mined_at as Ms | null,
      final: row.final_at as Ms | null,
      pickedUp: row.picked_up_at as Ms | null,
      done: row.done_at as Ms | null,
      failed: row.failed_at as Ms | null,
    },
    error: row.error_code !== null ? { code: row.error_code, message: row.error_message ?? '' } : null,
    preview: IntentPreview.parse(JSON.parse(row.preview)),
  };
}

function columnsOf(patch: IntentPatch): Partial<IntentTable> {
  const columns: Partial<IntentTable> = {};
  if (patch.status !== undefined) columns.status = patch.status;
  if (patch.reason !== undefined) columns.reason = patch.reason;
  if (patch.joinedTo !== undefined) columns.joined_to = patch.joinedTo;
  if (patch.seqBefore !== undefined) columns.seq_before = patch.seqBefore;
  if (patch.seqAfter !== undefined) columns.seq_after = patch.seqAfter;
  if (patch.transaction) {
    columns.tx_hash = patch.transaction.hash;
    columns.tx_from = patch.transaction.from;
    columns.tx_block = patch.transaction.block;
  }
  if (patch.error) {
    columns.error_code = patch.error.code;
    columns.error_message = patch.error.message;
  }
  const { times } = patch;
  if (times?.confirmed !== undefined) columns.confirmed_at = times.confirmed;
  if (times?.sent !== undefined) columns.sent_at = times.sent;
  if (times?.mined !== undefined) columns.mined_at = times.mined;
  if (times?.final !== undefined) columns.final_at = times.final;
  if (times?.pickedUp !== undefined) columns.picked_up_at = times.pickedUp;
  if (times?.done !== undefined) columns.done_at = times.done;
  if (times?.failed !== undefined) columns.failed_at = times.failed;
  return columns;
}

import { type Transaction } from 'kysely';
import { AuditEntry, type Actor, type AuditPage, type Hex32, type Ms, type Seq, type Tier } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type Database, type Db } from '../database/database.ts';
import { checkChain, EMPTY_CHAIN, type ChainProgress } from './audit-chain.ts';
import { auditHash, GENESIS } from './audit-hash.ts';
import { type AuditTable } from './tables.ts';

/** What somebody did, before it gets its place in the chain. */
export interface AuditDraft {
  actor: Actor;
  action: string;
  tier?: Tier | null;
  subject?: string;
  reason?: string;
  intentId?: string | null;
  transaction?: Hex32 | null;
  seqBefore?: Seq | null;
  seqAfter?: Seq | null;
}

export interface AuditFilter {
  before?: number | undefined;
  limit: number;
  tier?: Tier | undefined;
  action?: string | undefined;
}

export interface AuditLog {
  /** Appends an entry; within the given transaction where there is one. */
  append(draft: AuditDraft, transaction?: Transaction<Database>): Promise<AuditEntry>;
  /** Newest first. */
  page(filter: AuditFilter): Promise<Pick<AuditPage, 'entries' | 'nextBefore'>>;
  /** Oldest first, a batch at a time, from the entry after `n`. */
  batches(n?: number): AsyncGenerator<AuditEntry[]>;
  /** Checks the chain on from where an earlier check ended; without it from the first entry. */
  verify(from?: ChainProgress): Promise<ChainProgress>;
}

const BATCH = 500;

/** The append-only, hash-chained log of all that was done. */
export function createAuditLog(db: Db, clock: Clock): AuditLog {
  async function insert(draft: AuditDraft, transaction: Transaction<Database>): Promise<AuditEntry> {
    const last = await transaction
      .selectFrom('audit')
      .select(['n', 'hash'])
      .orderBy('n', 'desc')
      .limit(1)
      .executeTakeFirst();
    const open = {
      n: (last?.n ?? 0) + 1,
      at: clock.now(),
      actor: draft.actor,
      action: draft.action,
      tier: draft.tier ?? null,
      subject: draft.subject ?? '',
      reason: draft.reason ?? '',
      intentId: draft.intentId ?? null,
      transaction: draft.transaction ?? null,
      seqBefore: draft.seqBefore ?? null,
      seqAfter: draft.seqAfter ?? null,
      previous: (last?.hash ?? GENESIS) as Hex32,
    };
    const entry = AuditEntry.parse({ ...open, hash: auditHash(open) });
    await transaction.insertInto('audit').values(rowOf(entry)).execute();
    return entry;
  }

  async function after(n: number): Promise<AuditEntry[]> {
    const rows = await db.selectFrom('audit').selectAll().where('n', '>', n).orderBy('n').limit(BATCH).execute();
    return rows.map(entryOf);
  }

  async function* batches(from = 0): AsyncGenerator<AuditEntry[]> {
    for (let n = from; ;) {
      const entries = await after(n);
      const last = entries.at(-1);
      if (!last) return;
      yield entries;
      n = last.n;
    }
  }

  return {
    append: (draft, transaction) =>
      transaction ? insert(draft, transaction) : db.transaction().execute((own) => insert(draft, own)),
    async page({ before, limit, tier, action }) {
      let query = db
        .selectFrom('audit')
        .selectAll()
        .orderBy('n', 'desc')
        .limit(limit + 1);
      if (before !== undefined) query = query.where('n', '<', before);
      if (tier !== undefined) query = query.where('tier', '=', tier);
      if (action !== undefined) query = query.where('action', '=', action);
      const rows = (await query.execute()).map(entryOf);
      const entries = rows.slice(0, limit);
      return { entries, nextBefore: rows.length > limit ? (entries.at(-1)?.n ?? null) : null };
    },
    batches,
    async verify(from = EMPTY_CHAIN) {
      let progress = from;
      for await (const entries of batches(from.length)) progress = checkChain(progress, entries);
      return progress;
    },
  };
}

function rowOf(entry: AuditEntry): AuditTable {
  return {
    n: entry.n,
    at: entry.at,
    actor_kind: entry.actor.kind,
    actor_name: entry.actor.name,
    action: entry.action,
    tier: entry.tier,
    subject: entry.subject,
    reason: entry.reason,
    intent_id: entry.intentId,
    transaction_hash: entry.transaction,
    seq_before: entry.seqBefore,
    seq_after: entry.seqAfter,
    previous: entry.previous,
    hash: entry.hash,
  };
}

/** Not parsed by schema: an entry that somebody edited must still be shown, and its chain found broken. */
function entryOf(row: AuditTable): AuditEntry {
  return {
    n: row.n,
    at: row.at as Ms,
    actor: { kind: row.actor_kind as Actor['kind'], name: row.actor_name },
    action: row.action,
    tier: row.tier as Tier | null,
    subject: row.subject,
    reason: row.reason,
    intentId: row.intent_id,
    transaction: row.transaction_hash as Hex32 | null,
    seqBefore: row.seq_before as Seq | null,
    seqAfter: row.seq_after as Seq | null,
    previous: row.previous as Hex32,
    hash: row.hash as Hex32,
  };
}

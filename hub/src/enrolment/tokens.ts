import { type Actor, type CreatedJoinToken, type JoinTokenRow, type Ms, type NodeTier } from '@noderr/protocol';
import { type Selectable } from 'kysely';
import { type AuditSink } from '../audit-sink.ts';
import { type Clock } from '../clock.ts';
import { type Db, type DbOrTransaction } from '../database/database.ts';
import { HubError } from '../problem/hub-error.ts';
import { hashToken, makeToken } from './secret-token.ts';
import { type TokenTable } from './tables.ts';
import { tokenStatus } from './token-status.ts';

export interface NewJoinToken {
  /** Idempotency key, made by the client. */
  id: string;
  tier: NodeTier;
  ttlMinutes: number;
}

export interface NewReadToken {
  id: string;
  ttlDays: number;
}

export interface Tokens {
  /** The token itself is in this answer and nowhere else. A known id is `request/conflict`. */
  createJoin(request: NewJoinToken, by: Actor): Promise<CreatedJoinToken>;
  createRead(request: NewReadToken, by: Actor): Promise<{ id: string; token: string; expiresAt: Ms }>;
  /** Newest first. */
  listJoin(): Promise<JoinTokenRow[]>;
  /** Only an open token can be revoked: `token/unknown`, `token/not-open`. */
  revoke(id: string, by: Actor): Promise<void>;
  isReadToken(token: string): Promise<boolean>;
}

const DAY_MS = 86_400_000;

export function createTokens(db: Db, { audit, clock }: { audit: AuditSink; clock: Clock }): Tokens {
  async function insert(row: TokenTable, by: Actor): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      const known = await transaction.selectFrom('tokens').select('id').where('id', '=', row.id).executeTakeFirst();
      if (known) throw new HubError('request/conflict', 'this token was created already; it is shown only once');
      await transaction.insertInto('tokens').values(row).execute();
      await note(`token.created-${row.kind}`, row, by, transaction);
    });
  }

  async function note(
    action: string,
    row: Pick<TokenTable, 'id' | 'tier'>,
    actor: Actor,
    transaction: Parameters<AuditSink['append']>[1],
  ): Promise<void> {
    await audit.append({ actor, action, tier: row.tier, subject: row.id, reason: '' }, transaction);
  }

  return {
    async createJoin({ id, tier, ttlMinutes }, by) {
      const token = makeToken('join');
      const row = newRow({ id, kind: 'join', tier, token, now: clock.now(), ttlMs: ttlMinutes * 60_000, by });
      await insert(row, by);
      return { row: joinTokenRow(row, clock.now()), token };
    },
    async createRead({ id, ttlDays }, by) {
      const token = makeToken('read');
      const row = newRow({ id, kind: 'read', tier: null, token, now: clock.now(), ttlMs: ttlDays * DAY_MS, by });
      await insert(row, by);
      return { id, token, expiresAt: row.expires_at as Ms };
    },
    async listJoin() {
      const rows = await db
        .selectFrom('tokens')
        .selectAll()
        .where('kind', '=', 'join')
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(500)
        .execute();
      return rows.map((row) => joinTokenRow(row, clock.now()));
    },
    async revoke(id, by) {
      await db.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
        if (!row) throw new HubError('token/unknown', 'there is no such token');
        const status = tokenStatus(row, clock.now());
        if (status !== 'open') throw new HubError('token/not-open', `this token is ${status} already`);
        await transaction.updateTable('tokens').set({ revoked_at: clock.now() }).where('id', '=', id).execute();
        await note('token.revoked', row, by, transaction);
      });
    },
    async isReadToken(token) {
      const row = await findToken(db, 'read', token);
      return row !== undefined && tokenStatus(row, clock.now()) === 'open';
    },
  };
}

/** Looked up by hash, so that the time it takes says nothing of how near a guess was. */
export function findToken(
  db: DbOrTransaction,
  kind: TokenTable['kind'],
  token: string,
): Promise<Selectable<TokenTable> | undefined> {
  return db
    .selectFrom('tokens')
    .selectAll()
    .where('hash', '=', hashToken(token))
    .where('kind', '=', kind)
    .executeTakeFirst();
}

interface NewRow {
  id: string;
  kind: TokenTable['kind'];
  tier: NodeTier | null;
  token: string;
  now: Ms;
  ttlMs: number;
  by: Actor;
}

function newRow({ id, kind, tier, token, now, ttlMs, by }: NewRow): TokenTable {
  return {
    id,
    kind,
    hash: hashToken(token),
    tier,
    created_at: now,
    created_by: by.name === '' ? by.kind : by.name,
    expires_at: now + ttlMs,
    used_at: null,
    used_by: null,
    revoked_at: null,
  };
}

function joinTokenRow(row: TokenTable, now: Ms): JoinTokenRow {
  return {
    id: row.id,
    tier: row.tier ?? 'ALL',
    createdAt: row.created_at as Ms,
    createdBy: row.created_by,
    expiresAt: row.expires_at as Ms,
    status: tokenStatus(row, now),
    usedBy: row.used_by,
  };
}

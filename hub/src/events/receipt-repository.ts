import { type FiledOutcome, type ReceiptEntry, type ReceiptQuery } from '@noderr/protocol';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import { type DbOrTransaction } from '../database/database.ts';
import { comparePositions, cursorOf, FIRST_POSITION, positionOf, type ReceiptPosition } from './receipt-cursor.ts';

export interface FoundReceipts {
  receipts: ReceiptEntry[];
  /** Null at the end. */
  next: string | null;
}

interface Found {
  position: ReceiptPosition;
  entry: Omit<ReceiptEntry, 'publicKey'>;
}

/**
 * Receipts and filed outcomes side by side, oldest first: also receipts whose attempt files no outcome, and outcomes
 * whose receipt is gone. `tier` and `rolloutId` are as filed; a receipt that is filed nowhere comes with every query.
 */
export async function findReceipts(db: DbOrTransaction, query: ReceiptQuery): Promise<FoundReceipts> {
  const after = query.after === undefined ? FIRST_POSITION : positionOf(query.after);
  const signed = await findSigned(db, query, after);
  // Nothing beyond the last receipt of a full page may come before the receipts of the next one.
  const end = signed.length > query.limit ? signed.at(-1)?.position : undefined;
  const unsigned = await findUnsigned(db, query, after, end);
  const found = [...signed, ...unsigned].sort((a, b) => comparePositions(a.position, b.position));
  const page = found.slice(0, query.limit);
  const keys = await firstKeys(db, new Set(page.map(({ entry }) => entry.nodeId)));
  const last = page.at(-1);
  return {
    receipts: page.map(({ entry }) => ({ ...entry, publicKey: keys.get(entry.nodeId) ?? null })),
    next: found.length > page.length && last ? cursorOf(last.position) : null,
  };
}

const FILED = [
  'attempts.tier',
  'attempts.rollout_id',
  'attempts.from_id',
  'attempts.to_id',
  'attempts.outcome',
  'attempts.code',
  'attempts.outcome_at',
] as const;

async function findSigned(db: DbOrTransaction, query: ReceiptQuery, after: ReceiptPosition): Promise<Found[]> {
  let select = db
    .selectFrom('update_events as event')
    .leftJoin('attempts', (join) =>
      join.onRef('attempts.node_id', '=', 'event.node_id').onRef('attempts.attempt_id', '=', 'event.attempt_id'),
    )
    .select(['event.node_id', 'event.attempt_id', 'event.n', 'event.received_at', 'event.delivery', ...FILED])
    .where(isOutcomeEvent())
    .where(sql<SqlBool>`(event.received_at, event.node_id, event.attempt_id, event.n) > ${tuple(after)}`)
    .orderBy('event.received_at')
    .orderBy('event.node_id')
    .orderBy('event.attempt_id')
    .orderBy('event.n')
    .limit(query.limit + 1);
  const { tier, rolloutId } = query;
  if (tier !== undefined) {
    select = select.where((eb) => eb.or([eb('attempts.tier', '=', tier), eb('attempts.tier', 'is', null)]));
  }
  if (rolloutId !== undefined) {
    select = select.where((eb) =>
      eb.or([eb('attempts.rollout_id', '=', rolloutId), eb('attempts.rollout_id', 'is', null)]),
    );
  }
  return (await select.execute()).map((row) => ({
    position: [row.received_at, row.node_id, row.attempt_id, row.n],
    entry: {
      nodeId: row.node_id,
      attemptId: row.attempt_id,
      receivedAt: row.received_at,
      receipt: receiptOf(row.delivery),
      filed: filedOutcome(row),
    },
  }));
}

/** Outcomes on file of which no receipt is stored; the hub itself never makes one. */
async function findUnsigned(
  db: DbOrTransaction,
  { tier, rolloutId, limit }: ReceiptQuery,
  after: ReceiptPosition,
  end: ReceiptPosition | undefined,
): Promise<Found[]> {
  let select = db
    .selectFrom('attempts')
    .select(['attempts.node_id', 'attempts.attempt_id', 'attempts.outcome_received_at', ...FILED])
    .where('attempts.outcome_received_at', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('update_events as event')
            .select('event.n')
            .whereRef('event.node_id', '=', 'attempts.node_id')
            .whereRef('event.attempt_id', '=', 'attempts.attempt_id')
            .where(isOutcomeEvent()),
        ),
      ),
    )
    .where(sql<SqlBool>`${unsignedPosition()} > ${tuple(after)}`)
    .orderBy('attempts.outcome_received_at')
    .orderBy('attempts.node_id')
    .orderBy('attempts.attempt_id')
    .limit(limit + 1);
  if (end) select = select.where(sql<SqlBool>`${unsignedPosition()} < ${tuple(end)}`);
  if (tier !== undefined) select = select.where('attempts.tier', '=', tier);
  if (rolloutId !== undefined) select = select.where('attempts.rollout_id', '=', rolloutId);
  return (await select.execute()).flatMap((row) => {
    const filed = filedOutcome(row);
    const receivedAt = row.outcome_received_at;
    if (filed === null || receivedAt === null) return [];
    const { node_id: nodeId, attempt_id: attemptId } = row;
    return [
      {
        position: [receivedAt, nodeId, attemptId, -1] satisfies ReceiptPosition,
        entry: { nodeId, attemptId, receivedAt, receipt: null, filed },
      },
    ];
  });
}

/** The key with which each node enrolled first. */
async function firstKeys(db: DbOrTransaction, nodeIds: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  if (nodeIds.size === 0) return keys;
  const rows = await db
    .selectFrom('node_keys')
    .select(['node_id', 'public_key'])
    .where('node_id', 'in', [...nodeIds])
    .orderBy('added_at')
    .execute();
  for (const row of rows) if (!keys.has(row.node_id)) keys.set(row.node_id, row.public_key);
  return keys;
}

/** A literal, so that the database can use the index over outcomes alone. */
function isOutcomeEvent(): RawBuilder<SqlBool> {
  return sql<SqlBool>`event.kind = 'outcome'`;
}

/** Where an outcome without a receipt stands: before any receipt that came at the same moment. */
function unsignedPosition(): RawBuilder<unknown> {
  return sql`(attempts.outcome_received_at, attempts.node_id, attempts.attempt_id, cast(-1 as bigint))`;
}

function tuple(position: ReceiptPosition): RawBuilder<unknown> {
  return sql`(${sql.join([...position])})`;
}

const StoredReceipt = z.object({ receipt: z.string() });

/** What stands in the receipt's place; null where a stored delivery is none any more. */
function receiptOf(delivery: string): string | null {
  try {
    return StoredReceipt.safeParse(JSON.parse(delivery)).data?.receipt ?? '';
  } catch {
    // Shown as it is: whoever verifies receipts must find it, not the hub.
    return '';
  }
}

interface FiledRow {
  tier: string | null;
  rollout_id: number | null;
  from_id: number | null;
  to_id: number | null;
  outcome: string | null;
  code: string | null;
  outcome_at: number | null;
}

function filedOutcome(row: FiledRow): FiledOutcome | null {
  const { tier, rollout_id: rolloutId, from_id: from, to_id: to, outcome, code, outcome_at: at } = row;
  if (tier === null || rolloutId === null || from === null || to === null || outcome === null) return null;
  return { tier, rolloutId, from, to, outcome, code, at };
}

import { type AlertQuery, type AlertView, type Ms, type NodeId, type NodeTier } from '@noderr/protocol';
import { type DbOrTransaction } from '../database/database.ts';
import { type ReceivedAlert } from './notification.ts';
import { type AlertTable } from './tables.ts';

/** Fingerprints asked for in one query: SQLite takes at most 32 766 values in a statement. */
const BATCH = 500;

/** The rows of these alerts, all the times that they fired, by fingerprint. */
export async function findFirings(
  db: DbOrTransaction,
  groupHash: string,
  fingerprints: readonly string[],
): Promise<Map<string, AlertTable[]>> {
  const found = new Map<string, AlertTable[]>();
  for (let start = 0; start < fingerprints.length; start += BATCH) {
    const rows = await db
      .selectFrom('alerts')
      .selectAll()
      .where('group_hash', '=', groupHash)
      .where('fingerprint', 'in', fingerprints.slice(start, start + BATCH))
      .execute();
    for (const row of rows) found.set(row.fingerprint, [...(found.get(row.fingerprint) ?? []), row]);
  }
  return found;
}

export async function saveFiring(db: DbOrTransaction, row: AlertTable): Promise<void> {
  await db
    .insertInto('alerts')
    .values(row)
    .onConflict((conflict) => conflict.columns(['group_hash', 'fingerprint', 'starts_at']).doUpdateSet(row))
    .execute();
}

export async function findAlerts(db: DbOrTransaction, query: AlertQuery, firingSeenSince: Ms): Promise<AlertView[]> {
  let select = db
    .selectFrom('alerts')
    .selectAll()
    .where((where) => where.or([where('status', '=', 'resolved'), where('last_seen_at', '>=', firingSeenSince)]))
    // 'firing' sorts before 'resolved'.
    .orderBy('status')
    .orderBy(({ eb }) =>
      eb.case().when('severity', '=', 'critical').then(0).when('severity', '=', 'warning').then(1).else(2).end(),
    )
    .orderBy('starts_at', 'desc')
    .orderBy('fingerprint')
    .limit(query.limit);
  const { tier, node, status, since } = query;
  if (tier !== undefined) select = select.where('tier', '=', tier);
  if (node !== undefined) select = select.where('node_id', '=', node);
  if (status !== undefined) select = select.where('status', '=', status);
  if (since !== undefined) {
    select = select.where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>=', since)]));
  }
  return (await select.execute()).map(viewOf);
}

export async function findPausing(
  db: DbOrTransaction,
  tier: NodeTier,
  firingSeenSince: Ms,
): Promise<Pick<AlertTable, 'name' | 'summary' | 'starts_at' | 'first_seen_at'>[]> {
  return db
    .selectFrom('alerts')
    .select(['name', 'summary', 'starts_at', 'first_seen_at'])
    .where('status', '=', 'firing')
    .where('tier', '=', tier)
    .where('pauses', '=', 1)
    .where('last_seen_at', '>=', firingSeenSince)
    .orderBy('starts_at')
    .limit(20)
    .execute();
}

/** Forgets what was not heard of since, and the oldest beyond the number of rows. */
export async function forgetAlerts(db: DbOrTransaction, seenSince: Ms, maxRows: number): Promise<void> {
  await db.deleteFrom('alerts').where('last_seen_at', '<', seenSince).execute();
  const oldest = await db
    .selectFrom('alerts')
    .select('last_seen_at')
    .orderBy('last_seen_at', 'desc')
    .offset(maxRows)
    .limit(1)
    .executeTakeFirst();
  if (oldest) await db.deleteFrom('alerts').where('last_seen_at', '<=', oldest.last_seen_at).execute();
}

/** A row for an alert that is new to the hub. */
export function rowOf(alert: ReceivedAlert, pauses: boolean, now: Ms): AlertTable {
  return {
    group_hash: alert.groupHash,
    fingerprint: alert.fingerprint,
    starts_at: alert.startsAt,
    ends_at: alert.endsAt,
    status: alert.status,
    name: alert.name,
    severity: alert.severity,
    tier: alert.tier,
    node_id: alert.nodeId,
    service: alert.service,
    summary: alert.summary,
    pauses: pauses ? 1 : 0,
    first_seen_at: now,
    last_seen_at: now,
  };
}

function viewOf(row: AlertTable): AlertView {
  return {
    fingerprint: row.fingerprint,
    name: row.name,
    severity: row.severity,
    status: row.status,
    tier: row.tier,
    nodeId: row.node_id as NodeId | null,
    service: row.service,
    summary: row.summary,
    startsAt: row.starts_at as Ms,
    endsAt: row.ends_at as Ms | null,
    pauses: row.pauses === 1,
  };
}

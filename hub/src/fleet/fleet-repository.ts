import { Heartbeat, type Ms, type NodeId } from '@noderr/protocol';
import { type DbOrTransaction } from '../database/database.ts';
import { type FleetNode } from './fleet.ts';

/** Rows of one INSERT: SQLite takes at most 32 766 values in a statement, Postgres 65 535. */
const BATCH = 500;

export async function loadFleet(db: DbOrTransaction): Promise<FleetNode[]> {
  const rows = await db
    .selectFrom('nodes')
    .leftJoin('heartbeats', 'heartbeats.node_id', 'nodes.node_id')
    .select(['nodes.node_id', 'tier', 'name', 'enrolled_at', 'suspended_at', 'suspended_reason'])
    .select(['heard_at', 'up_since', 'body'])
    .where('forgotten_at', 'is', null)
    .orderBy('enrolled_at')
    .orderBy('nodes.node_id')
    .execute();
  return rows.map((row) => {
    // A heartbeat of an older form is forgotten: the next one comes within seconds.
    const parsed = row.body === null ? null : Heartbeat.safeParse(JSON.parse(row.body));
    const heartbeat = parsed?.success ? parsed.data : null;
    return {
      nodeId: row.node_id as NodeId,
      name: row.name,
      tier: row.tier,
      enrolledAt: row.enrolled_at as Ms,
      suspended: row.suspended_at === null ? null : { at: row.suspended_at as Ms, reason: row.suspended_reason },
      heartbeat,
      heardAt: heartbeat ? (row.heard_at as Ms) : null,
      upSince: heartbeat ? (row.up_since as Ms) : null,
    };
  });
}

export async function saveHeartbeats(db: DbOrTransaction, nodes: readonly FleetNode[]): Promise<void> {
  const rows = nodes.flatMap(({ nodeId, heartbeat, heardAt, upSince }) =>
    heartbeat === null || heardAt === null || upSince === null
      ? []
      : [{ node_id: nodeId, heard_at: heardAt, up_since: upSince, body: JSON.stringify(heartbeat) }],
  );
  for (let start = 0; start < rows.length; start += BATCH) {
    await db
      .insertInto('heartbeats')
      .values(rows.slice(start, start + BATCH))
      .onConflict((conflict) =>
        conflict.column('node_id').doUpdateSet((excluded) => ({
          heard_at: excluded.ref('excluded.heard_at'),
          up_since: excluded.ref('excluded.up_since'),
          body: excluded.ref('excluded.body'),
        })),
      )
      .execute();
  }
}

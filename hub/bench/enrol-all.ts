import { openDatabase } from '../src/database/open-database.ts';
import { type TestNode } from '../src/testing/test-node.ts';

/** Writes enrolled nodes into a database that no hub has open. */
export async function enrolAll(databaseFile: string, nodes: readonly TestNode[]): Promise<void> {
  const db = await openDatabase({ kind: 'sqlite', file: databaseFile });
  const now = Date.now();
  await db.transaction().execute(async (transaction) => {
    for (const { nodeId, kid, publicKey } of nodes) {
      const more = { suspended_at: null, suspended_reason: '', forgotten_at: null };
      const row = { node_id: nodeId, tier: 'ALL' as const, name: '', enrolled_at: now, ...more };
      await transaction.insertInto('nodes').values(row).execute();
      const key = { kid, node_id: nodeId, public_key: publicKey, added_at: now, revoked_at: null };
      await transaction.insertInto('node_keys').values(key).execute();
    }
  });
  await db.destroy();
}

import { verifyingKey } from '@noderr/beacon';
import { type Hex32, type NodeId } from '@noderr/protocol';
import { type DbOrTransaction } from '../database/database.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';

export async function loadKeys(db: DbOrTransaction): Promise<KeyRing> {
  const keys = createKeyRing();
  const rows = await db.selectFrom('node_keys').select(['kid', 'node_id', 'public_key', 'revoked_at']).execute();
  for (const row of rows) {
    const key = verifyingKey(row.public_key as Hex32);
    keys.add(row.kid as Hex32, { nodeId: row.node_id as NodeId, key, revoked: row.revoked_at !== null });
  }
  return keys;
}

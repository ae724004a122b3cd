import { type Actor, type NodeId } from '@noderr/protocol';
import { type AuditSink } from '../audit-sink.ts';
import { type Clock } from '../clock.ts';
import { type Db } from '../database/database.ts';
import { type KeyRing } from '../identity/key-ring.ts';
import { HubError } from '../problem/hub-error.ts';
import { type FleetNode, type NodeAdministration } from './fleet.ts';
import { type LiveFleet } from './live-fleet.ts';

export interface NodeAdministrationDeps {
  db: Db;
  fleet: LiveFleet;
  keys: Pick<KeyRing, 'revokeAllOf'>;
  audit: AuditSink;
  clock: Clock;
}

export function createNodeAdministration(deps: NodeAdministrationDeps): NodeAdministration {
  const { db, fleet, clock } = deps;

  function known(nodeId: NodeId): FleetNode {
    const node = fleet.get(nodeId);
    if (!node) throw new HubError('node/unknown', 'no such node is enrolled');
    return node;
  }

  async function setSuspended(
    nodeId: NodeId,
    suspended: FleetNode['suspended'],
    reason: string,
    by: Actor,
  ): Promise<FleetNode> {
    const { tier } = known(nodeId);
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('nodes')
        .set({ suspended_at: suspended?.at ?? null, suspended_reason: suspended?.reason ?? '' })
        .where('node_id', '=', nodeId)
        .execute();
      const action = suspended ? 'node.suspended' : 'node.resumed';
      await deps.audit.append({ actor: by, action, tier, subject: nodeId, reason }, transaction);
    });
    // Read again: heartbeats went on while the database wrote.
    const node = { ...known(nodeId), suspended };
    fleet.put(node);
    return node;
  }

  return {
    suspend: (nodeId, reason, by) => setSuspended(nodeId, { at: clock.now(), reason }, reason, by),
    resume: (nodeId, reason, by) => setSuspended(nodeId, null, reason, by),
    async forget(nodeId, reason, by) {
      const { tier } = known(nodeId);
      const now = clock.now();
      await db.transaction().execute(async (transaction) => {
        await transaction.updateTable('nodes').set({ forgotten_at: now }).where('node_id', '=', nodeId).execute();
        await transaction
          .updateTable('node_keys')
          .set({ revoked_at: now })
          .where('node_id', '=', nodeId)
          .where('revoked_at', 'is', null)
          .execute();
        await transaction.deleteFrom('heartbeats').where('node_id', '=', nodeId).execute();
        await deps.audit.append({ actor: by, action: 'node.forgotten', tier, subject: nodeId, reason }, transaction);
      });
      deps.keys.revokeAllOf(nodeId);
      fleet.remove(nodeId);
    },
  };
}

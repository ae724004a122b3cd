import { isSignedBy, verifyingKey } from '@noderr/beacon';
import {
  type EnrollReply,
  type EnrollRequest,
  type Hex32,
  keyIdOf,
  type Ms,
  type NodeId,
  nodeIdOf,
  type NodeTier,
} from '@noderr/protocol';
import { type Selectable, type Transaction } from 'kysely';
import { type AuditSink } from '../audit-sink.ts';
import { type Clock } from '../clock.ts';
import { type Database, type Db } from '../database/database.ts';
import { type LiveFleet } from '../fleet/live-fleet.ts';
import { type KeyRing } from '../identity/key-ring.ts';
import { type NodeToken } from '../identity/node-token.ts';
import { HubError } from '../problem/hub-error.ts';
import { type NodeTable, type TokenTable } from './tables.ts';
import { tokenStatus } from './token-status.ts';
import { findToken } from './tokens.ts';

export interface EnrolmentDeps {
  db: Db;
  fleet: Pick<LiveFleet, 'get' | 'put'>;
  keys: Pick<KeyRing, 'add'>;
  audit: AuditSink;
  clock: Clock;
}

/** An enrolment request; a node that says which tier it was set up for is refused before its token is spent. */
export type Enrolment = EnrollRequest & { tier?: NodeTier | undefined };

/** Enrols the node whose key signed the request. The same node may send the same token again: a reply can get lost. */
export async function enrol(deps: EnrolmentDeps, request: Enrolment, token: NodeToken): Promise<EnrollReply> {
  const { publicKey } = request;
  const nodeId = checkPossession(publicKey, token);
  const now = deps.clock.now();

  const tier = await deps.db.transaction().execute(async (transaction) => {
    const joinToken = await findToken(transaction, 'join', request.joinToken);
    if (!joinToken?.tier) throw new HubError('enrol/token-unknown', 'this join token is not known here');
    const node = await transaction.selectFrom('nodes').selectAll().where('node_id', '=', nodeId).executeTakeFirst();
    if (node && node.forgotten_at === null && joinToken.used_by === nodeId) return node.tier;

    checkOpen(joinToken, now);
    checkTier(joinToken.tier, request.tier, node);
    await spend(transaction, joinToken.id, nodeId, now);
    await save(transaction, { nodeId, tier: joinToken.tier, name: request.name, publicKey, now }, node);
    const actor = { kind: 'system', name: '' } as const;
    const note = { actor, action: 'node.enrolled', tier: joinToken.tier, subject: nodeId, reason: request.name };
    await deps.audit.append(note, transaction);
    return joinToken.tier;
  });

  const unheard = { enrolledAt: now, suspended: null, heartbeat: null, heardAt: null, upSince: null };
  deps.fleet.put({ ...unheard, ...deps.fleet.get(nodeId), nodeId, tier, name: request.name });
  deps.keys.add(keyIdOf(publicKey), { nodeId, key: verifyingKey(publicKey), revoked: false });
  return { nodeId, tier, now };
}

/** Who asks must hold the key that it brings. */
function checkPossession(publicKey: Hex32, token: NodeToken): NodeId {
  const nodeId = nodeIdOf(publicKey);
  if (
    token.kid !== keyIdOf(publicKey) ||
    token.claims.sub !== nodeId ||
    !isSignedBy(token.jws, verifyingKey(publicKey))
  ) {
    throw new HubError('identity/bad-signature', 'the request is not signed by the key that it brings');
  }
  return nodeId;
}

function checkOpen(token: TokenTable, now: Ms): void {
  const status = tokenStatus(token, now);
  switch (status) {
    case 'open':
      return;
    case 'used':
      throw new HubError('enrol/token-used', 'this join token was used already: ask for a new one');
    case 'expired':
      throw new HubError('enrol/token-expired', 'this join token has expired: ask for a new one');
    case 'revoked':
      throw new HubError('enrol/token-revoked', 'this join token was revoked');
  }
}

function checkTier(tokenTier: NodeTier, wanted: NodeTier | undefined, node: Selectable<NodeTable> | undefined): void {
  if (wanted !== undefined && wanted !== tokenTier) {
    throw new HubError(
      'enrol/other-tier',
      `this join token is for tier ${tokenTier}, the node is set up for ${wanted}`,
    );
  }
  if (node && node.forgotten_at === null && node.tier !== tokenTier) {
    throw new HubError('enrol/other-tier', `this node is enrolled in tier ${node.tier}; it must be forgotten first`);
  }
}

async function spend(transaction: Transaction<Database>, id: string, nodeId: NodeId, now: Ms): Promise<void> {
  const result = await transaction
    .updateTable('tokens')
    .set({ used_at: now, used_by: nodeId })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new HubError('enrol/token-used', 'this join token was used already');
}

interface Enrolled {
  nodeId: NodeId;
  tier: NodeTier;
  name: string;
  publicKey: Hex32;
  now: Ms;
}

async function save(
  transaction: Transaction<Database>,
  { nodeId, tier, name, publicKey, now }: Enrolled,
  node: Selectable<NodeTable> | undefined,
): Promise<void> {
  const kid = keyIdOf(publicKey);
  const unsuspended = { suspended_at: null, suspended_reason: '', forgotten_at: null };
  if (node) {
    const row = node.forgotten_at === null ? { name } : { tier, name, enrolled_at: now, ...unsuspended };
    await transaction.updateTable('nodes').set(row).where('node_id', '=', nodeId).execute();
    await transaction.updateTable('node_keys').set({ revoked_at: null }).where('kid', '=', kid).execute();
    return;
  }
  await transaction
    .insertInto('nodes')
    .values({ node_id: nodeId, tier, name, enrolled_at: now, ...unsuspended })
    .execute();
  await transaction
    .insertInto('node_keys')
    .values({ kid, node_id: nodeId, public_key: publicKey, added_at: now, revoked_at: null })
    .execute();
}

import { type FastifyRequest } from 'fastify';
import { type HubApp } from '../../app.ts';
import { type Fleet, type FleetNode } from '../../fleet/fleet.ts';
import { authenticateNode } from '../../identity/authenticate-node.ts';
import { type KeyRing } from '../../identity/key-ring.ts';
import { HubError } from '../../problem/hub-error.ts';
import { type NodeScopeDeps, requireNode } from './node-scope.ts';

export interface EnrolledNodeDeps extends NodeScopeDeps {
  keys: Pick<KeyRing, 'find'>;
  fleet: Pick<Fleet, 'get'>;
}

/** Makes every route of the scope one of enrolled nodes; answers which of them sent a request. */
export function requireEnrolledNode(scope: HubApp, deps: EnrolledNodeDeps): (request: FastifyRequest) => FleetNode {
  const senderOf = requireNode(scope, deps, (authorization, expected) =>
    authenticateNode(authorization, expected, deps.keys),
  );
  return (request) => {
    const node = deps.fleet.get(senderOf(request).nodeId);
    if (!node) throw new HubError('identity/revoked', 'this node is not enrolled any more');
    return node;
  };
}

import { isSignedBy } from '@noderr/beacon';
import { type NodeId } from '@noderr/protocol';
import { HubError } from '../problem/hub-error.ts';
import { type KeyRing } from './key-ring.ts';
import { checkNodeTokenClaims, type NodeToken, readNodeToken, type TokenExpectation } from './node-token.ts';

export interface AuthenticatedNode {
  readonly nodeId: NodeId;
  readonly token: NodeToken;
}

/** Who sent a request, by everything that can be checked before its body arrives; cheap checks first. */
export function authenticateNode(
  authorization: string | undefined,
  expected: TokenExpectation,
  keys: Pick<KeyRing, 'find'>,
): AuthenticatedNode {
  const token = readNodeToken(authorization);
  checkNodeTokenClaims(token, expected);
  const known = keys.find(token.kid);
  if (!known) throw new HubError('identity/unknown-key', 'this key is not enrolled here');
  if (!isSignedBy(token.jws, known.key)) {
    throw new HubError('identity/bad-signature', 'the node token is not signed by its key');
  }
  if (known.revoked) throw new HubError('identity/revoked', 'this key was revoked');
  if (token.claims.sub !== known.nodeId) {
    throw new HubError('identity/bad-signature', "the node token names another node than its key's");
  }
  return { nodeId: known.nodeId, token };
}

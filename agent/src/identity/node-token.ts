import { createHash } from 'node:crypto';
import { type Ms, NODE_TOKEN_MAX_AGE_S, NODE_TOKEN_TYP } from '@noderr/protocol';
import { compactJws } from './compact-jws.ts';
import { type NodeIdentity } from './node-identity.ts';

export interface TokenRequest {
  /** `noderr:<chainId>:<beacon>` */
  audience: string;
  method: string;
  path: string;
  /** As it is sent. */
  body: string | Uint8Array;
  now: Ms;
}

/** A token for one request: bound to its method, path and body. */
export function nodeToken(identity: NodeIdentity, request: TokenRequest): string {
  const iat = Math.floor(request.now / 1000);
  return compactJws(identity, NODE_TOKEN_TYP, {
    sub: identity.nodeId,
    aud: request.audience,
    iat,
    exp: iat + NODE_TOKEN_MAX_AGE_S,
    htm: request.method,
    htu: request.path,
    bh: createHash('sha256').update(request.body).digest('base64url'),
  });
}

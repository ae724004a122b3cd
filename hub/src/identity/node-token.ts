import { createHash } from 'node:crypto';
import { type CompactJws, parseCompactJws } from '@noderr/beacon';
import { type Hex32, type Ms, NODE_TOKEN_MAX_AGE_S, NodeTokenClaims, NodeTokenHeader } from '@noderr/protocol';
import { HubError } from '../problem/hub-error.ts';

/** A node corrects its clock by our Date header, which has whole seconds and travels; seconds. */
const CLOCK_LEEWAY_S = 5;
const MAX_TOKEN_CHARS = 2048;

/** A node's token whose form is right; its signature is not checked yet. */
export interface NodeToken {
  readonly kid: Hex32;
  readonly claims: NodeTokenClaims;
  readonly jws: CompactJws;
}

export interface TokenExpectation {
  audience: string;
  method: string;
  path: string;
  now: Ms;
}

/** Reads the token out of an Authorization header; a header that brings its own key (`jwk`) or another `alg` is malformed. */
export function readNodeToken(authorization: string | undefined): NodeToken {
  if (authorization === undefined) throw new HubError('identity/missing', 'this route wants a node token');
  const text = /^Bearer ([\w.-]+)$/i.exec(authorization)?.[1];
  const jws = text !== undefined && text.length <= MAX_TOKEN_CHARS ? parseCompactJws(text) : undefined;
  const header = NodeTokenHeader.safeParse(jws?.header);
  const claims = NodeTokenClaims.safeParse(jws?.payload);
  if (!jws || !header.success || !claims.success) {
    throw new HubError('identity/malformed', 'the node token is not an EdDSA token of ours');
  }
  return { kid: header.data.kid, claims: claims.data, jws };
}

/** Checks what a token says against the request that brought it; the body apart, which has not arrived yet. */
export function checkNodeTokenClaims({ claims }: NodeToken, expected: TokenExpectation): void {
  if (claims.aud !== expected.audience) {
    throw new HubError('identity/wrong-audience', 'the node token is meant for another network');
  }
  if (claims.htm !== expected.method || claims.htu !== expected.path) {
    throw new HubError('identity/wrong-request', 'the node token was made for another request');
  }
  const nowS = expected.now / 1000;
  if (claims.exp - claims.iat > NODE_TOKEN_MAX_AGE_S || claims.exp <= claims.iat) {
    throw new HubError('identity/malformed', `a node token lives at most ${NODE_TOKEN_MAX_AGE_S} s`);
  }
  if (claims.exp + CLOCK_LEEWAY_S <= nowS) throw new HubError('identity/expired', 'the node token has expired');
  if (claims.iat - CLOCK_LEEWAY_S > nowS) {
    throw new HubError('identity/from-the-future', 'the node token comes from the future: check the clock');
  }
}

export function checkBodyHash({ claims }: NodeToken, body: Buffer): void {
  if (claims.bh !== createHash('sha256').update(body).digest('base64url')) {
    throw new HubError('identity/wrong-body', 'the node token was made for another body');
  }
}

import { type NodeIdentity } from './node-identity.ts';

/** A compact JWS (EdDSA) by the node's key. */
export function compactJws(identity: NodeIdentity, typ: string, payload: object): string {
  const header = { alg: 'EdDSA', typ, kid: identity.keyId };
  const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${identity.sign(Buffer.from(signed)).toString('base64url')}`;
}

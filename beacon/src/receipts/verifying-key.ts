import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Hex32 } from '@noderr/protocol';

/** A node's raw Ed25519 public key as node:crypto takes it; throws on 32 bytes that are no point of the curve. */
export function verifyingKey(publicKey: Hex32): KeyObject {
  const x = Buffer.from(publicKey.slice(2), 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

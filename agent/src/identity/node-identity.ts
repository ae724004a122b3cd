import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hex32, keyIdOf, type NodeId, nodeIdOf } from '@noderr/protocol';

/** The node's Ed25519 key; the private part never leaves this object. */
export interface NodeIdentity {
  readonly nodeId: NodeId;
  /** Raw public key, 32 bytes. */
  readonly publicKey: Hex32;
  readonly keyId: Hex32;
  sign(data: Uint8Array): Buffer;
}

/** The key file cannot be used; the message says what to do. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code = 'identity/unusable';
}

/** Reads the node's key, or makes one (mode 0400) where there is none. */
export function openIdentity(path: string): NodeIdentity {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o400, flag: 'wx' });
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new IdentityError(`the node's key ${path} can be read by others: chmod 0400 it`);
  }
  return identityOf(readKey(path));
}

export function identityOf(privateKey: KeyObject): NodeIdentity {
  const raw = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
  const publicKey = Hex32.parse(`0x${raw.toString('hex')}`);
  return {
    nodeId: nodeIdOf(publicKey),
    publicKey,
    keyId: keyIdOf(publicKey),
    sign: (data) => sign(null, data, privateKey),
  };
}

function readKey(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new IdentityError(`the node's key ${path} is not a readable PEM key: restore it from your copy`, { cause });
  }
  throw new IdentityError(`the node's key ${path} is not an Ed25519 key: restore it from your copy`);
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isSupportedKey, keyHintOf } from './key-hint.ts';

/** A private key that signs releases, and how verifiers know it. */
export interface SigningKey {
  privateKey: KeyObject;
  /** SPKI PEM: what nodes pin. */
  publicKeyPem: string;
  hint: string;
}

/** The key cannot sign releases; the message says what is wrong with it and what to do. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError';
}

/** Reads an ECDSA P-256 or Ed25519 private key in PEM. @throws SigningKeyError */
export function readSigningKey(pem: string, passphrase?: string): SigningKey {
  if (/ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY/.test(pem)) {
    throw new SigningKeyError(
      "the key is in cosign's own encrypted form; make one with `openssl genpkey -algorithm ed25519 -aes256`, or sign with cosign itself",
    );
  }
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw new SigningKeyError('the key is not a PEM private key, or its passphrase is wrong or missing', { cause });
  }
  if (!isSupportedKey(privateKey)) throw new SigningKeyError('the key is neither ECDSA P-256 nor Ed25519');
  return signingKeyOf(privateKey);
}

/** A new key, in memory only. */
export function generateSigningKey(kind: 'ecdsa-p256' | 'ed25519'): SigningKey {
  const { privateKey } =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return signingKeyOf(privateKey);
}

/** PKCS#8 PEM, encrypted where a passphrase is given. */
export function privateKeyPem(key: SigningKey, passphrase?: string): string {
  return key.privateKey
    .export({
      format: 'pem',
      type: 'pkcs8',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();
}

function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const publicKeyPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { privateKey, publicKeyPem, hint: keyHintOf(publicKey) };
}

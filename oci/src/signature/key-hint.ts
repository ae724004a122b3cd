import { createHash, type KeyObject } from 'node:crypto';

/** How cosign names a public key in a bundle: base64 of sha256 of its SPKI DER. Also the signer's identity here. */
export function keyHintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64');
}

/** ECDSA on P-256 or Ed25519: what cosign makes and what a node can judge offline. */
export function isSupportedKey(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ed25519') return true;
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

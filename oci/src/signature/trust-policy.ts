import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { isSupportedKey, keyHintOf } from './key-hint.ts';

const PinnedKey = z.string().transform((pem, context): KeyObject => {
  // createPublicKey would silently derive the public half of a private key, which has no business on a node.
  if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) {
    context.addIssue('expected a PEM "PUBLIC KEY"');
    return z.NEVER;
  }
  try {
    const key = createPublicKey(pem);
    if (isSupportedKey(key)) return key;
    context.addIssue('expected an ECDSA P-256 or Ed25519 key');
  } catch {
    context.addIssue('not a readable PEM public key');
  }
  return z.NEVER;
});

/** Whose signatures a release needs: `threshold` distinct ones of the pinned `keys`, given as SPKI PEM. */
export const TrustPolicy = z
  .strictObject({ threshold: z.int().min(1), keys: z.array(PinnedKey).min(1).max(32) })
  .transform(({ threshold, keys }) => ({ threshold, keys: new Map(keys.map((key) => [keyHintOf(key), key])) }))
  .refine(({ threshold, keys }) => threshold <= keys.size, 'threshold is higher than the number of distinct keys');
/** `keys` by their hint, so that a key that is listed twice is one signer. */
export type TrustPolicy = z.infer<typeof TrustPolicy>;

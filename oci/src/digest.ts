import { createHash } from 'node:crypto';
import { z } from 'zod';

/** `sha256:` and 64 lower-case hex digits; no other algorithm is accepted. */
export const OciDigest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 lower-case hex digits')
  .transform((text) => text as `sha256:${string}`);
export type OciDigest = z.infer<typeof OciDigest>;

export function digestOf(bytes: Uint8Array): OciDigest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function hexOf(digest: OciDigest): string {
  return digest.slice('sha256:'.length);
}

/** The tag that lists the referrers of `digest` in a registry without the referrers API. */
export function fallbackTagOf(digest: OciDigest): string {
  return `sha256-${hexOf(digest)}`;
}

import { type KeyObject } from 'node:crypto';
import {
  BUNDLE_V03_MEDIA_TYPE,
  bundleFromJSON,
  type BundleWithDsseEnvelope,
  isBundleWithDsseEnvelope,
} from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { z } from 'zod';
import { type OciFaultCode } from '../fault.ts';
import { type Expectation } from './expectation.ts';
import { judgeStatement } from './judge-statement.ts';
import { type TrustPolicy } from './trust-policy.ts';

/** A candidate that does not count, and why. */
export interface Rejection {
  code: OciFaultCode;
  reason: string;
}

/** What one bundle is worth; `signer` is a pinned key's hint. */
export type BundleVerdict = { ok: true; signer: string } | ({ ok: false } & Rejection);

/** What all bundles together are worth. */
export type Verdict = { ok: true; signers: readonly string[] } | ({ ok: false } & Rejection);

/**
 * From the most to the least telling: what a trusted signer really said comes before what could not be read, and that
 * before noise that anybody can put beside an image.
 */
const TELLING: readonly OciFaultCode[] = [
  'signature/wrong-subject',
  'signature/wrong-statement',
  'signature/wrong-version',
  'registry/unreachable',
  'registry/timeout',
  'registry/refused',
  'registry/redirected',
  'content/digest-mismatch',
  'content/too-large',
  'content/malformed',
  'signature/untrusted',
  'signature/malformed',
];

/** The library looks at the first signature of an envelope only; a second one would be carried along unread. */
const Shape = z.object({
  mediaType: z.literal(BUNDLE_V03_MEDIA_TYPE),
  dsseEnvelope: z.object({ signatures: z.array(z.unknown()).length(1) }),
});

/** Judges one key-signed sigstore bundle (v0.3, DSSE) offline. */
export function judgeBundle(bytes: Uint8Array, expected: Expectation, policy: TrustPolicy): BundleVerdict {
  const bundle = readBundle(bytes);
  if (bundle === undefined)
    return { ok: false, code: 'signature/malformed', reason: 'not a v0.3 bundle with one DSSE signature' };
  const { content } = bundle.verificationMaterial;
  if (content.$case !== 'publicKey') {
    return { ok: false, code: 'signature/untrusted', reason: 'signed with a certificate, only pinned keys count' };
  }
  const signer = content.publicKey.hint;
  const publicKey = policy.keys.get(signer);
  if (publicKey === undefined) {
    return { ok: false, code: 'signature/untrusted', reason: `signed by ${signer}, which is not pinned` };
  }
  if (!isSignedBy(bundle, publicKey)) {
    return { ok: false, code: 'signature/untrusted', reason: `the signature is not one of ${signer}` };
  }
  const { payloadType, payload } = bundle.content.dsseEnvelope;
  const objection = judgeStatement(payloadType, payload, expected);
  return objection === undefined ? { ok: true, signer } : { ok: false, ...objection };
}

/** Adds up verdicts: `threshold` distinct pinned signers must have said yes. */
export function sumUp(verdicts: readonly BundleVerdict[], policy: TrustPolicy): Verdict {
  const signers = [...new Set(verdicts.flatMap((verdict) => (verdict.ok ? [verdict.signer] : [])))];
  if (signers.length >= policy.threshold) return { ok: true, signers };
  const rejections = verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict]));
  const [worst] = rejections.toSorted((a, b) => TELLING.indexOf(a.code) - TELLING.indexOf(b.code));
  const found = `${signers.length} of ${policy.threshold} needed signers found`;
  if (worst === undefined) return { ok: false, code: 'signature/missing', reason: found };
  return { ok: false, code: worst.code, reason: `${found}; one of ${rejections.length} others: ${worst.reason}` };
}

function readBundle(bytes: Uint8Array): BundleWithDsseEnvelope | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    Shape.parse(json);
    const bundle = bundleFromJSON(json);
    // The library takes one content where a file carries two.
    return isBundleWithDsseEnvelope(bundle) ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/** Fails closed. Log entries and timestamps prove nothing about a pinned key and are left out, so that none is needed. */
function isSignedBy(bundle: BundleWithDsseEnvelope, publicKey: KeyObject): boolean {
  const trust = toTrustMaterial(
    { mediaType: '', tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] },
    () => ({ publicKey, validFor: () => true }),
  );
  const verifier = new Verifier(trust, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
  const { verificationMaterial } = bundle;
  const bare = {
    ...bundle,
    verificationMaterial: { ...verificationMaterial, tlogEntries: [], timestampVerificationData: undefined },
  };
  try {
    verifier.verify(toSignedEntity(bare));
    return true;
  } catch {
    return false;
  }
}

import { type Repository } from '@noderr/protocol';
import { digestOf, fallbackTagOf, type OciDigest } from '../digest.ts';
import { type Descriptor, parseDocument } from '../document.ts';
import { OciFault } from '../fault.ts';
import { DEFAULT_OCI_LIMITS } from '../limits.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../media-type.ts';
import { type RegistryWriter } from '../registry/registry-writer.ts';
import { signatureManifest, withReferrer } from './signature-manifest.ts';

const TAG_ATTEMPTS = 5;

/**
 * Hangs a signature bundle to an image that is there: as a referrer, and in the list of the fallback tag where the
 * registry has no referrers API. Answers the digest of the signature's manifest.
 */
export async function pushSignature(
  writer: RegistryWriter,
  repository: Repository,
  subject: OciDigest,
  bundle: Uint8Array,
  signal: AbortSignal,
): Promise<OciDigest> {
  const image = await writer.source.document(repository, subject, DEFAULT_OCI_LIMITS.documentBytes, signal);
  const { manifest, blobs } = signatureManifest(
    { digest: subject, bytes: image, kind: kindOf(image, subject) },
    bundle,
  );
  for (const bytes of blobs) {
    const blob = { repository, digest: digestOf(bytes), size: bytes.byteLength, body: bytes };
    await writer.pushBlob(blob, signal);
  }
  const pushed = await writer.pushDocument({ repository, bytes: manifest.bytes, mediaType: OCI_MANIFEST }, signal);
  if (pushed.subject !== subject) await addToFallbackTag(writer, repository, subject, manifest.descriptor, signal);
  return pushed.digest;
}

/** Two publishers may write the same tag; whoever is overwritten sees it and adds itself again. */
async function addToFallbackTag(
  writer: RegistryWriter,
  repository: Repository,
  subject: OciDigest,
  referrer: Descriptor,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; attempt < TAG_ATTEMPTS; attempt += 1) {
    const listed = await writer.source.taggedReferrers(repository, subject, signal);
    if (listed.some(({ digest }) => digest === referrer.digest)) return;
    const bytes = withReferrer(listed, referrer);
    await writer.pushDocument({ repository, bytes, mediaType: OCI_INDEX, tag: fallbackTagOf(subject) }, signal);
  }
  const listed = await writer.source.taggedReferrers(repository, subject, signal);
  if (listed.some(({ digest }) => digest === referrer.digest)) return;
  throw new OciFault(
    'registry/refused',
    `sign ${subject} of ${repository} at ${writer.source.host}: tag ${fallbackTagOf(subject)} was overwritten ${TAG_ATTEMPTS} times`,
  );
}

function kindOf(bytes: Uint8Array, digest: OciDigest): string {
  const document = parseDocument(bytes, `image ${digest}`);
  return document.kind === 'index'
    ? (document.index.mediaType ?? OCI_INDEX)
    : (document.manifest.mediaType ?? OCI_MANIFEST);
}

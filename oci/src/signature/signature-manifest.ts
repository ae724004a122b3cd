import { BUNDLE_ARTIFACT_TYPE, STATEMENT_PREDICATE_TYPE } from '@noderr/protocol';
import { digestOf, type OciDigest } from '../digest.ts';
import { type Descriptor } from '../document.ts';
import { OCI_EMPTY, OCI_INDEX, OCI_MANIFEST } from '../media-type.ts';

const EMPTY_CONFIG = Buffer.from('{}');

/** The signed image: its digest, bytes and media type. */
export interface SignedImage {
  digest: OciDigest;
  bytes: Uint8Array;
  kind: string;
}

export interface SignatureManifest {
  manifest: { bytes: Buffer; descriptor: Descriptor };
  /** To be pushed before the manifest. */
  blobs: readonly Uint8Array[];
}

/** The manifest by which a bundle refers to an image, as cosign 3 writes it; no date, so that a repeat is a no-op. */
export function signatureManifest(subject: SignedImage, bundle: Uint8Array): SignatureManifest {
  const annotations = {
    'dev.sigstore.bundle.content': 'dsse-envelope',
    'dev.sigstore.bundle.predicateType': STATEMENT_PREDICATE_TYPE,
  };
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType: BUNDLE_ARTIFACT_TYPE,
      config: describe(EMPTY_CONFIG, OCI_EMPTY),
      layers: [describe(bundle, BUNDLE_ARTIFACT_TYPE)],
      subject: { mediaType: subject.kind, digest: subject.digest, size: subject.bytes.byteLength },
      annotations,
    }),
  );
  const descriptor = { ...describe(bytes, OCI_MANIFEST), artifactType: BUNDLE_ARTIFACT_TYPE, annotations };
  return { manifest: { bytes, descriptor }, blobs: [EMPTY_CONFIG, bundle] };
}

/** The fallback tag's index with one more entry. */
export function withReferrer(listed: readonly Descriptor[], referrer: Descriptor): Buffer {
  const others = listed.filter(({ digest }) => digest !== referrer.digest);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [...others, referrer] }));
}

function describe(bytes: Uint8Array, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}

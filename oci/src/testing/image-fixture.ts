import { BUNDLE_ARTIFACT_TYPE } from '@noderr/protocol';
import { digestOf, fallbackTagOf, type OciDigest } from '../digest.ts';
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST } from '../media-type.ts';
import { signatureManifest } from '../signature/signature-manifest.ts';
import { type HostileRegistry } from './hostile-registry.ts';

export interface ServedImage {
  index: OciDigest;
  indexSize: number;
  manifest: OciDigest;
  config: OciDigest;
  layer: OciDigest;
}

/** Honestly serves a small image for linux/amd64 behind an index. */
export function serveImage(registry: HostileRegistry, repository: string): ServedImage {
  const layer = { mediaType: OCI_LAYER, ...registry.serveBlob(repository, Buffer.from('layer')) };
  const platform = { os: 'linux', architecture: 'amd64' };
  const configBody = { ...platform, config: { Cmd: ['/run'] }, rootfs: { type: 'layers', diff_ids: [layer.digest] } };
  const configBytes = Buffer.from(JSON.stringify(configBody));
  const config = { mediaType: OCI_CONFIG, ...registry.serveBlob(repository, configBytes) };
  const manifest = registry.serveDocument(repository, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config,
    layers: [layer],
  });
  const index = registry.serveDocument(repository, {
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [{ mediaType: OCI_MANIFEST, ...manifest, platform }],
  });
  return {
    index: index.digest,
    indexSize: index.size,
    manifest: manifest.digest,
    config: config.digest,
    layer: layer.digest,
  };
}

export interface ServedSignature {
  /** For a list of referrers. */
  descriptor: object;
  manifest: OciDigest;
  /** The manifest's body. */
  json: unknown;
  blob: OciDigest;
}

/** Honestly serves a signature's manifest and bundle; listing it is up to the caller. */
export function serveSignature(
  registry: HostileRegistry,
  repository: string,
  subject: OciDigest,
  bundle: Uint8Array,
  subjectSize = 1,
): ServedSignature {
  const image = { digest: subject, bytes: Buffer.alloc(subjectSize), kind: OCI_INDEX };
  const { manifest, blobs } = signatureManifest(image, bundle);
  registry.serveDocument(repository, manifest.bytes);
  for (const bytes of blobs) registry.serveBlob(repository, bytes);
  const { bytes, descriptor } = manifest;
  return { descriptor, manifest: descriptor.digest, json: JSON.parse(bytes.toString()), blob: digestOf(bundle) };
}

/** Makes the referrers API answer with this list. */
export function listByApi(
  registry: HostileRegistry,
  repository: string,
  subject: OciDigest,
  manifests: readonly object[],
): void {
  const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests });
  registry.answer(`/v2/${repository}/referrers/${subject}`, { body });
}

/** Makes the fallback tag point to this list. */
export function listByTag(
  registry: HostileRegistry,
  repository: string,
  subject: OciDigest,
  manifests: readonly object[],
): void {
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
  registry.serveDocument(repository, document, fallbackTagOf(subject));
}

/** An entry of a list of referrers that leads nowhere. */
export function junkReferrer(n: number, artifactType: string = BUNDLE_ARTIFACT_TYPE): object {
  return { mediaType: OCI_MANIFEST, digest: digestOf(Buffer.from(`junk ${n}`)), size: 10, artifactType };
}

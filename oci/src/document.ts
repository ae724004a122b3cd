import { z } from 'zod';
import { OciDigest } from './digest.ts';
import { OciFault } from './fault.ts';
import { INDEX_TYPES, MANIFEST_TYPES } from './media-type.ts';

const Size = z.int().nonnegative();
const Annotations = z.record(z.string(), z.string());

export const Platform = z.object({
  os: z.string().min(1),
  architecture: z.string().min(1),
  variant: z.string().optional(),
});
export type Platform = z.infer<typeof Platform>;

/** A reference to bytes by their digest and size. */
export const Descriptor = z.object({
  mediaType: z.string(),
  digest: OciDigest,
  size: Size,
  artifactType: z.string().optional(),
  platform: Platform.optional(),
  annotations: Annotations.optional(),
});
export type Descriptor = z.infer<typeof Descriptor>;

export const ImageManifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: Descriptor,
  layers: z.array(Descriptor),
  subject: Descriptor.optional(),
  annotations: Annotations.optional(),
});
export type ImageManifest = z.infer<typeof ImageManifest>;

export const ImageIndex = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z.array(Descriptor),
});
export type ImageIndex = z.infer<typeof ImageIndex>;

/** What a digest of a release can name: one image, or one per platform. */
export type Document = { kind: 'index'; index: ImageIndex } | { kind: 'manifest'; manifest: ImageManifest };

/**
 * Reads an index or a manifest. The kind comes from the hashed body alone, and a body that could be read as both is
 * refused (CVE-2021-41190).
 * @throws OciFault content/malformed
 */
export function parseDocument(bytes: Uint8Array, what: string): Document {
  const json = parseJson(bytes, what);
  const isIndex = 'manifests' in json;
  const isManifest = 'config' in json || 'layers' in json;
  if (isIndex === isManifest) throw malformed(what, 'is neither clearly an index nor clearly an image manifest');
  if (isIndex) {
    const index = parseAs(ImageIndex, json, what);
    if (index.mediaType !== undefined && !INDEX_TYPES.has(index.mediaType)) {
      throw malformed(what, `has the body of an index but says ${index.mediaType}`);
    }
    return { kind: 'index', index };
  }
  const manifest = parseAs(ImageManifest, json, what);
  if (manifest.mediaType !== undefined && !MANIFEST_TYPES.has(manifest.mediaType)) {
    throw malformed(what, `has the body of an image manifest but says ${manifest.mediaType}`);
  }
  return { kind: 'manifest', manifest };
}

/** @throws OciFault content/malformed */
export function parseIndex(bytes: Uint8Array, what: string): ImageIndex {
  const document = parseDocument(bytes, what);
  if (document.kind !== 'index') throw malformed(what, 'is an image manifest where an index was expected');
  return document.index;
}

/** @throws OciFault content/malformed */
export function parseManifest(bytes: Uint8Array, what: string): ImageManifest {
  const document = parseDocument(bytes, what);
  if (document.kind !== 'manifest') throw malformed(what, 'is an index where an image manifest was expected');
  return document.manifest;
}

/** @throws OciFault content/malformed */
export function parseAs<S extends z.ZodType>(schema: S, json: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(json);
  if (!result.success) throw malformed(what, z.prettifyError(result.error), result.error);
  return result.data;
}

/** @throws OciFault content/malformed */
export function parseJson(bytes: Uint8Array, what: string): object {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed(what, 'is not JSON', cause);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed(what, 'is not a JSON object');
  return json;
}

function malformed(what: string, why: string, cause?: unknown): OciFault {
  return new OciFault('content/malformed', `${what} ${why}`, { cause });
}

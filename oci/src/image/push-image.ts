import { type Repository } from '@noderr/protocol';
import { type Descriptor, parseDocument } from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../media-type.ts';
import { type RegistryWriter } from '../registry/registry-writer.ts';
import { type BlobFolder } from '../store/blob-folder.ts';

export interface ImagePush {
  repository: Repository;
  /** An index or a manifest in the folder. */
  digest: OciDigest;
  tag?: string | undefined;
  /** A repository of the same registry that may hold the layers already. */
  mountFrom?: Repository | undefined;
}

/** Pushes an image with all that it needs, blobs that are there already excepted. */
export async function pushImage(
  writer: RegistryWriter,
  blobs: BlobFolder,
  push: ImagePush,
  signal: AbortSignal,
): Promise<OciDigest> {
  const { repository, digest, tag, mountFrom } = push;
  const bytes = await blobs.read(digest);
  const document = parseDocument(bytes, `image ${digest}`);
  if (document.kind === 'index') {
    for (const child of document.index.manifests) {
      await pushImage(writer, blobs, { ...push, digest: child.digest, tag: undefined }, signal);
    }
    const mediaType = document.index.mediaType ?? OCI_INDEX;
    return (await writer.pushDocument({ repository, bytes, mediaType, tag }, signal)).digest;
  }
  const { config, layers, mediaType = OCI_MANIFEST } = document.manifest;
  for (const blob of [config, ...layers]) {
    await writer.pushBlob({ repository, ...bodyOf(blobs, blob), mountFrom }, signal);
  }
  return (await writer.pushDocument({ repository, bytes, mediaType, tag }, signal)).digest;
}

function bodyOf(
  blobs: BlobFolder,
  { digest, size }: Descriptor,
): { digest: OciDigest; size: number; body: { size: number; open: () => ReturnType<BlobFolder['open']> } } {
  return { digest, size, body: { size, open: () => blobs.open(digest) } };
}

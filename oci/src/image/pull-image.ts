import { Readable } from 'node:stream';
import { type Descriptor } from '../document.ts';
import { type RegistryClient } from '../registry/registry-client.ts';
import { type BlobFolder } from '../store/blob-folder.ts';
import { type ResolvedImage } from './resolve-image.ts';

export interface BlobProgress {
  /** The digest of the layer. */
  layer: string;
  current: number;
  total: number;
}

/** Downloads the layers of an image that are not in the folder yet, each hashed before it appears there. */
export async function pullImage(
  client: RegistryClient,
  image: ResolvedImage,
  blobs: BlobFolder,
  onProgress: (progress: BlobProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const layer of image.manifest.layers) {
    const { digest, size: total } = layer;
    if ((await blobs.sizeOf(digest)) !== total) {
      await client.firstOf((source) => {
        const chunks = counted(source.blob(image.repository, layer, signal), layer, onProgress);
        return blobs.putStream(Readable.from(chunks), digest);
      }, signal);
    }
    onProgress({ layer: digest, current: total, total });
  }
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  layer: Descriptor,
  onProgress: (progress: BlobProgress) => void,
): AsyncGenerator<Buffer> {
  let current = 0;
  for await (const chunk of chunks) {
    current += chunk.byteLength;
    onProgress({ layer: layer.digest, current, total: layer.size });
    yield chunk;
  }
}

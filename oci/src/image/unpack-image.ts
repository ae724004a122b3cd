import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Descriptor } from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { DOCKER_LAYER_GZIP, OCI_LAYER, OCI_LAYER_GZIP, OCI_LAYER_ZSTD } from '../media-type.ts';
import { type BlobFolder } from '../store/blob-folder.ts';
import { feed } from './feed.ts';
import { createImageTree, type ImageTree } from './image-tree.ts';
import { layerPath } from './layer-path.ts';
import { type ResolvedImage } from './resolve-image.ts';

export interface UnpackLimits {
  /** Bytes of all layers once decompressed. */
  bytes: number;
  /** Files, directories and links of all layers. */
  entries: number;
}

export const DEFAULT_UNPACK_LIMITS: UnpackLimits = { bytes: 8 * 1024 ** 3, entries: 500_000 };

/** What is left of the limits; counts down. */
type Budget = UnpackLimits;

/**
 * Unpacks the layers of a verified image, which are in `blobs`, into `dir`, which must not exist and appears only when
 * it is whole. Each layer is hashed once more on the way, against the image's config.
 * @throws OciFault content/digest-mismatch, content/malformed, content/too-large
 */
export async function unpackImage(
  image: Pick<ResolvedImage, 'manifest' | 'config'>,
  blobs: BlobFolder,
  dir: string,
  options: { limits?: UnpackLimits; signal: AbortSignal },
): Promise<void> {
  const staging = `${dir}.unpacking`;
  const budget = { ...(options.limits ?? DEFAULT_UNPACK_LIMITS) };
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  try {
    const tree = createImageTree(staging);
    for (const [at, layer] of image.manifest.layers.entries()) {
      await unpackLayer(layer, image.config.rootfs.diff_ids[at], blobs, tree, budget, options.signal);
      tree.nextLayer();
    }
    await rename(staging, dir);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

async function unpackLayer(
  layer: Descriptor,
  diffId: OciDigest | undefined,
  blobs: BlobFolder,
  tree: ImageTree,
  budget: Budget,
  signal: AbortSignal,
): Promise<void> {
  const decoder = decoderOf(layer);
  const packed = blobs.open(layer.digest);
  const tar: Readable = decoder ?? packed;
  // A failure of either end destroys both, and is met again where the tar is read.
  if (decoder !== undefined) pipeline(packed, decoder).catch(() => undefined);
  const hash = createHash('sha256');
  const extractor = extract();

  async function* metered(): AsyncGenerator<Buffer> {
    for await (const chunk of tar as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      budget.bytes -= chunk.byteLength;
      if (budget.bytes < 0) throw new OciFault('content/too-large', `unpack ${layer.digest}: too large once unpacked`);
      hash.update(chunk);
      yield chunk;
    }
  }

  async function fill(): Promise<void> {
    try {
      await feed(extractor, metered());
    } catch (error) {
      extractor.destroy(error instanceof Error ? error : undefined);
      throw error;
    }
  }

  async function apply(): Promise<void> {
    for await (const entry of extractor) {
      budget.entries -= 1;
      if (budget.entries < 0) throw new OciFault('content/too-large', `unpack ${layer.digest}: too many entries`);
      await applyEntry(tree, entry.header, Readable.from(entry));
    }
  }

  const [filled, applied] = await Promise.allSettled([fill(), apply()]);
  packed.destroy();
  const failure = [applied, filled].find((one) => one.status === 'rejected');
  if (failure !== undefined) throw translate(failure.reason, layer, signal);
  const actual: OciDigest = `sha256:${hash.digest('hex')}`;
  if (actual === diffId) return;
  throw new OciFault('content/digest-mismatch', `unpack ${layer.digest}: its content is ${actual}`);
}

async function applyEntry(
  tree: ImageTree,
  header: { name: string; type: string; mode: number; linkname: string },
  content: Readable,
): Promise<void> {
  const path = layerPath(header.name);
  if (path.kind === 'root') return drain(content);
  if (path.kind === 'opaque') {
    await tree.empty(path.parents);
    return drain(content);
  }
  const { parents, name } = path;
  if (path.kind === 'whiteout') {
    await tree.remove(parents, name);
    return drain(content);
  }
  switch (header.type) {
    case 'file':
    case 'contiguous-file':
      return tree.file(parents, name, header.mode, content);
    case 'directory':
      await tree.directory(parents, name, header.mode);
      return drain(content);
    case 'symlink':
      await tree.symlink(parents, name, header.linkname);
      return drain(content);
    case 'link':
      await tree.hardlink(parents, name, header.linkname);
      return drain(content);
    default:
      throw new OciFault('content/malformed', `unpack: ${header.name} is a ${header.type}`);
  }
}

/** The next entry comes only after the content of this one was read. */
async function drain(content: Readable): Promise<void> {
  await finished(content.resume(), { writable: false });
}

function decoderOf(layer: Descriptor): Transform | undefined {
  switch (layer.mediaType) {
    case OCI_LAYER:
      return undefined;
    case OCI_LAYER_GZIP:
    case DOCKER_LAYER_GZIP:
      return createGunzip();
    case OCI_LAYER_ZSTD:
      return createZstdDecompress();
    default:
      throw new OciFault('content/malformed', `unpack ${layer.digest}: a layer of type ${layer.mediaType}`);
  }
}

function translate(error: unknown, layer: Descriptor, signal: AbortSignal): unknown {
  if (error instanceof OciFault || signal.aborted) return error;
  // Errors of the disk carry a system call; what is left are bytes that are no archive.
  if (error instanceof Error && 'syscall' in error) return error;
  return new OciFault('content/malformed', `unpack ${layer.digest}: not a readable archive`, { cause: error });
}

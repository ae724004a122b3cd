import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { type Descriptor } from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OCI_LAYER, OCI_LAYER_GZIP } from '../media-type.ts';
import { type BlobFolder } from '../store/blob-folder.ts';
import { feed } from './feed.ts';

/** Something in a layer; paths are absolute inside the image, parents are made as needed. */
export type LayerFile =
  | { kind: 'file'; path: string; content: Uint8Array | string; mode?: number }
  /** A file of this machine. */
  | { kind: 'copy'; path: string; from: string; mode?: number }
  | { kind: 'directory'; path: string; mode?: number; uid?: number; gid?: number }
  | { kind: 'symlink'; path: string; target: string };

export interface BuiltLayer {
  descriptor: Descriptor;
  /** Digest of the tar. */
  diffId: OciDigest;
}

/** Builds a layer; the same files give the same bytes wherever and whenever: sorted, owned by root, without dates. */
export async function buildLayer(
  blobs: BlobFolder,
  files: readonly LayerFile[],
  options: { compress?: boolean } = {},
): Promise<BuiltLayer> {
  const { compress = true } = options;
  const tar = pack();
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of tar as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const bytes = Readable.from(hashed());
  const gzip = compress ? createGzip({ level: 6 }) : undefined;
  const [stored] = await Promise.all([
    blobs.putStream(gzip ?? bytes),
    gzip && pipeline(bytes, gzip),
    fill(tar, sorted(files)),
  ]);
  const diffId: OciDigest = `sha256:${hash.digest('hex')}`;
  return { descriptor: { mediaType: compress ? OCI_LAYER_GZIP : OCI_LAYER, ...stored }, diffId };
}

async function fill(tar: Pack, files: readonly LayerFile[]): Promise<void> {
  try {
    for (const file of files) await add(tar, file);
    tar.finalize();
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function add(tar: Pack, file: LayerFile): Promise<void> {
  const common = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };
  const name = file.path.slice(1);
  switch (file.kind) {
    case 'file':
      await entry(tar, { ...common, name, mode: file.mode ?? 0o644 }, Buffer.from(file.content));
      return;
    case 'copy': {
      const { size } = await stat(file.from);
      await new Promise<void>((resolve, reject) => {
        const done = settle(resolve, reject);
        const sink = tar.entry({ ...common, name, size, mode: file.mode ?? 0o644 }, done);
        feed(sink, createReadStream(file.from)).catch(reject);
      });
      return;
    }
    case 'directory': {
      const owner = { uid: file.uid ?? 0, gid: file.gid ?? 0 };
      await entry(tar, { ...common, ...owner, name: `${name}/`, type: 'directory', mode: file.mode ?? 0o755 });
      return;
    }
    case 'symlink':
      await entry(tar, { ...common, name, type: 'symlink', linkname: file.target, mode: 0o777 });
  }
}

function entry(tar: Pack, header: Parameters<Pack['entry']>[0], content?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = settle(resolve, reject);
    if (content === undefined) tar.entry(header, done);
    else tar.entry(header, content, done);
  });
}

function settle(resolve: () => void, reject: (error: Error) => void): (error?: Error | null) => void {
  return (error) => {
    if (error) reject(error);
    else resolve();
  };
}

/** By path, with the directories that nobody named; a file given twice is a mistake. */
function sorted(files: readonly LayerFile[]): LayerFile[] {
  const byPath = new Map<string, LayerFile>();
  for (const file of files) {
    if (!file.path.startsWith('/') || posix.normalize(file.path) !== file.path || file.path === '/') {
      throw new RangeError(`expected an absolute, normal path in the image: ${file.path}`);
    }
    if (byPath.has(file.path)) throw new RangeError(`given twice: ${file.path}`);
    byPath.set(file.path, file);
  }
  for (const path of [...byPath.keys()]) {
    for (let parent = posix.dirname(path); parent !== '/'; parent = posix.dirname(parent)) {
      if (!byPath.has(parent)) byPath.set(parent, { kind: 'directory', path: parent });
    }
  }
  return [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

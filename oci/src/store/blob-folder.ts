import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type OciDigest, hexOf } from '../digest.ts';
import { OciFault } from '../fault.ts';

export interface StoredBlob {
  digest: OciDigest;
  size: number;
}

/** Bytes by their digest, in the places of an OCI image layout: `blobs/sha256/<hex>`. */
export interface BlobFolder {
  readonly dir: string;
  put(bytes: Uint8Array): Promise<StoredBlob>;
  /**
   * Stores a stream; a blob appears only when it is whole.
   * @throws OciFault content/digest-mismatch if it is not `expected`
   */
  putStream(content: Readable, expected?: OciDigest): Promise<StoredBlob>;
  /** Size in bytes, undefined where there is no such blob. */
  sizeOf(digest: OciDigest): Promise<number | undefined>;
  /** A small blob, whole. */
  read(digest: OciDigest): Promise<Buffer>;
  open(digest: OciDigest): Readable;
  pathOf(digest: OciDigest): string;
}

export async function openBlobFolder(dir: string): Promise<BlobFolder> {
  const blobs = join(dir, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });

  function pathOf(digest: OciDigest): string {
    return join(blobs, hexOf(digest));
  }

  async function putStream(content: Readable, expected?: OciDigest): Promise<StoredBlob> {
    const staging = join(blobs, `.${randomUUID()}`);
    const hash = createHash('sha256');
    let size = 0;
    try {
      await pipeline(
        content,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            size += chunk.byteLength;
            yield chunk;
          }
        },
        createWriteStream(staging, { mode: 0o644 }),
      );
      const digest: OciDigest = `sha256:${hash.digest('hex')}`;
      if (expected !== undefined && digest !== expected) {
        throw new OciFault('content/digest-mismatch', `store blob ${expected}: got bytes of ${digest}`);
      }
      await rename(staging, pathOf(digest));
      return { digest, size };
    } catch (error) {
      await rm(staging, { force: true });
      throw error;
    }
  }

  return {
    dir,
    pathOf,
    putStream,
    put: (bytes) => putStream(Readable.from([Buffer.from(bytes)])),
    async sizeOf(digest) {
      const found = await stat(pathOf(digest)).catch(() => undefined);
      return found?.size;
    },
    read: (digest) => readFile(pathOf(digest)),
    open: (digest) => createReadStream(pathOf(digest)),
  };
}

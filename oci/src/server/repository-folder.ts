import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf, hexOf, OciDigest } from '../digest.ts';
import { Descriptor, parseDocument } from '../document.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../media-type.ts';
import { type BlobFolder } from '../store/blob-folder.ts';

const Entry = z.object({ descriptor: Descriptor });

export interface StoredDocument {
  digest: OciDigest;
  mediaType: string;
  size: number;
}

/** Manifests, tags and referrers of a registry's repositories, as small files beside the blobs. */
export interface RepositoryFolder {
  /** @throws OciFault content/malformed where the bytes are no index or manifest */
  put(
    repository: string,
    bytes: Buffer,
    tag: string | undefined,
  ): Promise<StoredDocument & { subject: string | undefined }>;
  find(repository: string, reference: string): Promise<StoredDocument | undefined>;
  tags(repository: string): Promise<string[]>;
  referrers(repository: string, subject: OciDigest): Promise<Descriptor[]>;
}

export function createRepositoryFolder(blobs: BlobFolder): RepositoryFolder {
  const root = join(blobs.dir, 'repositories');

  // A repository's slashes are encoded, so that `a/tags` cannot be the tags of `a`.
  function folder(repository: string, ...rest: readonly string[]): string {
    return join(root, encodeURIComponent(repository), ...rest);
  }

  async function write(path: readonly [string, ...string[]], name: string, content: string): Promise<void> {
    const dir = folder(...path);
    await mkdir(dir, { recursive: true });
    const staging = join(dir, `.${randomUUID()}`);
    await writeFile(staging, content);
    await rename(staging, join(dir, name));
  }

  async function list(path: readonly [string, ...string[]]): Promise<string[]> {
    const names = await readdir(folder(...path)).catch(() => []);
    return names.filter((name) => !name.startsWith('.')).toSorted();
  }

  async function entry(path: readonly [string, ...string[]], name: string): Promise<Descriptor | undefined> {
    const text = await readFile(join(folder(...path), name), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : Entry.parse(JSON.parse(text)).descriptor;
  }

  return {
    async put(repository, bytes, tag) {
      const document = parseDocument(bytes, 'the manifest');
      const digest = digestOf(bytes);
      const [kind, body] = document.kind === 'index' ? [OCI_INDEX, document.index] : [OCI_MANIFEST, document.manifest];
      const mediaType = body.mediaType ?? kind;
      const subject = document.kind === 'manifest' ? document.manifest.subject?.digest : undefined;
      await blobs.put(bytes);
      const descriptor: Descriptor = { mediaType, digest, size: bytes.byteLength };
      const text = JSON.stringify({ descriptor });
      await write([repository, 'manifests'], hexOf(digest), text);
      if (tag !== undefined) await write([repository, 'tags'], tag, text);
      if (document.kind === 'manifest' && subject !== undefined) {
        const { artifactType = document.manifest.config.mediaType, annotations } = document.manifest;
        const referrer = { ...descriptor, artifactType, ...(annotations === undefined ? {} : { annotations }) };
        await write([repository, 'referrers', hexOf(subject)], hexOf(digest), JSON.stringify({ descriptor: referrer }));
      }
      return { digest, mediaType, size: bytes.byteLength, subject };
    },
    find(repository, reference) {
      const digest = OciDigest.safeParse(reference);
      return digest.success
        ? entry([repository, 'manifests'], hexOf(digest.data))
        : entry([repository, 'tags'], reference);
    },
    tags: (repository) => list([repository, 'tags']),
    async referrers(repository, subject) {
      const path = [repository, 'referrers', hexOf(subject)] as const;
      const found = await Promise.all((await list([...path])).map((name) => entry([...path], name)));
      return found.filter((descriptor) => descriptor !== undefined);
    },
  };
}

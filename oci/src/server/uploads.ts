import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Blobs that are still being sent, piece by piece. */
export interface Uploads {
  begin(): Promise<string>;
  /** Adds a piece; answers the bytes there are now, undefined for an unknown upload. */
  append(id: string, piece: Readable): Promise<number | undefined>;
  size(id: string): Promise<number | undefined>;
  read(id: string): Readable;
  end(id: string): Promise<void>;
}

/** What an earlier run left unfinished is thrown away. */
export async function createUploads(dir: string): Promise<Uploads> {
  const folder = join(dir, 'uploads');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  async function size(id: string): Promise<number | undefined> {
    return (await stat(join(folder, id)).catch(() => undefined))?.size;
  }

  return {
    size,
    async begin() {
      const id = randomUUID();
      await writeFile(join(folder, id), '');
      return id;
    },
    async append(id, piece) {
      if ((await size(id)) === undefined) return undefined;
      await pipeline(piece, createWriteStream(join(folder, id), { flags: 'a' }));
      return size(id);
    },
    read: (id) => createReadStream(join(folder, id)),
    end: (id) => rm(join(folder, id), { force: true }),
  };
}

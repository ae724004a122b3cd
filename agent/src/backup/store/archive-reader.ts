import { Readable } from 'node:stream';
import { ServiceName } from '@noderr/protocol';
import { z } from 'zod';
import { PART_BYTES } from './archive-writer.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { BLOCK_BYTES, decodeTarHeader, paddingOf } from './tar-block.ts';

const MountName = z.object({ service: ServiceName, mountPath: z.string() });

export interface StoredMount extends z.infer<typeof MountName> {
  /** The mount's tar stream; good until the next mount is asked for. */
  content: Readable;
}

/** The mounts of an archive in their order. @throws Error where it is not as `writeArchive` makes it */
export async function* readArchive(source: AsyncIterable<Uint8Array>): AsyncGenerator<StoredMount> {
  const bytes = createByteReader(source);
  try {
    let next = await readEntry(bytes);
    while (next) {
      if (!next.name.endsWith('/mount.json')) {
        if (next.name !== 'README') throw new Error(`unexpected entry ${next.name}`);
        next = await readEntry(bytes);
        continue;
      }
      const mount = MountName.parse(JSON.parse(next.content.toString()));
      const parts = createPartReader(bytes, next.name.replace(/mount\.json$/, ''));
      yield { ...mount, content: Readable.from(parts.all(), { objectMode: false }) };
      next = await parts.skipRest();
    }
    // To the very end, so that all of it is hashed.
    for await (const padding of bytes.rest())
      if (padding.some((byte) => byte !== 0)) throw new Error('it goes on after its end');
  } finally {
    await bytes.close();
  }
}

interface Entry {
  name: string;
  content: Buffer;
}

async function readEntry(bytes: ByteReader): Promise<Entry | null> {
  const header = decodeTarHeader(await bytes.take(BLOCK_BYTES));
  if (!header) return null;
  if (header.size > PART_BYTES) throw new Error(`entry ${header.name} is larger than a part may be`);
  const content = await bytes.take(header.size);
  await bytes.take(paddingOf(header.size));
  return { name: header.name, content };
}

interface PartReader {
  all: () => AsyncGenerator<Buffer>;
  /** What follows the last part, however many of them were read. */
  skipRest: () => Promise<Entry | null>;
}

function createPartReader(bytes: ByteReader, prefix: string): PartReader {
  let after: Entry | null = null;
  let ended = false;
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Buffer | null> {
    if (ended) return null;
    const entry = await readEntry(bytes);
    if (entry?.name.startsWith(prefix) && entry.name.endsWith('.part')) return entry.content;
    ended = true;
    after = entry;
    return null;
  }

  // One at a time: a reader that gave up early may still have a part under way.
  function nextPart(): Promise<Buffer | null> {
    const mine = turn.then(read);
    turn = mine.catch(() => undefined);
    return mine;
  }

  return {
    async *all() {
      for (let part = await nextPart(); part; part = await nextPart()) yield part;
    },
    async skipRest() {
      while (await nextPart());
      return after;
    },
  };
}

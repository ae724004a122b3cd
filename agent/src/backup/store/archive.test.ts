import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { readArchive } from './archive-reader.ts';
import { type ArchiveMount, PART_BYTES, writeArchive } from './archive-writer.ts';

function bytes(count: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: count }, (_, index) => (index * 31) % 251));
}

function mount(mountPath: string, content: Buffer, chunk = 40_000): ArchiveMount {
  const chunks = Array.from({ length: Math.ceil(content.length / chunk) }, (_, index) =>
    content.subarray(index * chunk, (index + 1) * chunk),
  );
  return { service: 'node', mountPath, open: () => Promise.resolve(Readable.from(chunks)) };
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The bytes cut into chunks of `size`, so that entries begin anywhere in them. */
async function* inChunks(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield await Promise.resolve(content.subarray(at, at + size));
}

async function read(archive: Buffer, chunk: number): Promise<[string, Buffer][]> {
  const found: [string, Buffer][] = [];
  for await (const { mountPath, content } of readArchive(inChunks(archive, chunk))) {
    found.push([mountPath, await whole(content)]);
  }
  return found;
}

describe('an archive of mounts', () => {
  it.each([0, 1, 511, 512, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 7])(
    'gives back a mount of %i bytes',
    async (size) => {
      const archive = await whole(writeArchive([mount('/a', bytes(size)), mount('/b', bytes(5))]));
      for (const chunk of [700, 64 * 1024]) {
        const [first, second, ...others] = await read(archive, chunk);
        expect([first?.[0], second?.[0], others]).toEqual(['/a', '/b', []]);
        expect([first?.[1].equals(bytes(size)), second?.[1].equals(bytes(5))]).toEqual([true, true]);
      }
    },
  );

  it('is a tar archive to others', async () => {
    const archive = await whole(writeArchive([mount('/a', bytes(PART_BYTES + 9))]));
    const sizes: [string, number][] = [];
    const reader = extract();
    reader.end(archive);
    for await (const entry of reader) {
      sizes.push([entry.header.name, (await whole(Readable.from(entry))).length]);
    }
    expect(sizes.slice(1)).toEqual([
      ['0/mount.json', JSON.stringify({ service: 'node', mountPath: '/a' }).length],
      ['0/00000000.part', PART_BYTES],
      ['0/00000001.part', 9],
    ]);
  });

  it('goes on with the next mount where one was not read to its end', async () => {
    const archive = await whole(writeArchive([mount('/a', bytes(4 * PART_BYTES)), mount('/b', bytes(3))]));
    const seen: string[] = [];
    for await (const { mountPath, content } of readArchive(inChunks(archive, 70_000))) {
      if (mountPath === '/a') for await (const first of content) if (first) break;
      seen.push(mountPath);
    }
    expect(seen).toEqual(['/a', '/b']);
  });

  it('is refused when it is cut off or damaged', async () => {
    const archive = await whole(writeArchive([mount('/a', bytes(2000))]));
    await expect(read(archive.subarray(0, archive.length - 1100), 512)).rejects.toThrow(/cut off/);
    const damaged = Buffer.from(archive);
    damaged[0] = (damaged[0] ?? 0) ^ 1;
    await expect(read(damaged, 512)).rejects.toThrow(/damaged header/);
  });

  it('ends the source of a mount when the reader gives up', async () => {
    const source = Readable.from(inChunks(bytes(10 * PART_BYTES), PART_BYTES));
    const archive = writeArchive([{ service: 'node', mountPath: '/a', open: () => Promise.resolve(source) }]);
    for await (const chunk of archive) if (chunk.length === PART_BYTES) break;
    expect(source.destroyed).toBe(true);
  });
});

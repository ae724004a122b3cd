import { Readable } from 'node:stream';
import { extract, type Header, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { peekRoot, tarOfFolder } from './tar-root.ts';

async function bytesOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

async function tar(...entries: [Partial<Header> & { name: string }, string][]): Promise<Buffer> {
  const writer = pack();
  for (const [header, text] of entries) writer.entry(header, text);
  writer.finalize();
  return bytesOf(writer as AsyncIterable<Buffer>);
}

function stream(bytes: Buffer, size: number): Readable {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  return Readable.from(chunks);
}

/** An owner over 2 097 151 does not fit into the header itself: Go writes it beside. */
const root = {
  name: './',
  type: 'directory',
  mode: 0o2770,
  uid: 5,
  gid: 1_001,
  mtime: new Date(0),
  pax: { uid: '3000000' },
} as const;

describe('the folder that a tar speaks of itself', () => {
  it.each([7, 512, 1_000_000])('is found, and the stream is whole again, in chunks of %i bytes', async (size) => {
    const whole = await tar([root, ''], [{ name: './big' }, 'x'.repeat(200_000)]);
    const { root: found, content } = await peekRoot(stream(whole, size));
    expect(found).toMatchObject({ mode: 0o2770, gid: 1_001, pax: { uid: '3000000' } });
    expect((await bytesOf(content)).equals(whole)).toBe(true);
  });

  it.each([
    ['a file first', () => tar([{ name: './a' }, 'x'])],
    ['no entry', () => tar()],
    ['no bytes', () => Promise.resolve(Buffer.alloc(0))],
    ['no tar', () => Promise.resolve(Buffer.alloc(5_000, 'no tar'))],
    ['half a header', async () => (await tar([root, ''])).subarray(0, 300)],
  ])('is not there with %s', async (_title, make) => {
    const bytes = await make();
    const { root: found, content } = await peekRoot(stream(bytes, 4_096));
    expect(found).toBeNull();
    expect((await bytesOf(content)).equals(bytes)).toBe(true);
  });

  it('is written alone under another name', async () => {
    const reader = extract();
    reader.end(await tarOfFolder(root, 'fill'));
    const found: Header[] = [];
    for await (const entry of reader) {
      found.push(entry.header);
      entry.resume();
    }
    expect(found).toMatchObject([
      { name: 'fill/', mode: 0o2770, uid: 5, gid: 1_001, mtime: new Date(0), pax: { uid: '3000000' } },
    ]);
  });

  it('passes the fault of its source on', async () => {
    const broken = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.alloc(70_000));
        throw new Error('lost');
      })(),
    );
    const { content } = await peekRoot(broken);
    await expect(bytesOf(content)).rejects.toThrow('lost');
  });
});

import { Readable } from 'node:stream';
import { extract, type Header, pack } from 'tar-stream';

/** Enough for the first entry's header and what of it may stand before: long names and attributes. */
const PEEK_BYTES = 65_536;

/** Owner, mode and attributes of a folder, as a tar has them. */
export type TarFolder = Partial<Header>;

async function firstHeader(head: Buffer): Promise<Header | null> {
  const reader = extract();
  const found = new Promise<Header | null>((resolve) => {
    reader.on('entry', (header) => {
      resolve(header);
    });
    reader.on('finish', () => {
      resolve(null);
    });
    // Cut in the middle, or no tar at all: who unpacks it says so.
    reader.on('error', () => {
      resolve(null);
    });
    reader.on('close', () => {
      resolve(null);
    });
  });
  reader.end(head);
  const header = await found;
  reader.destroy();
  return header;
}

/**
 * The folder that a tar of `./…` speaks of itself, and the same stream again from its beginning: dockerd unpacks
 * everything but that one entry.
 */
export async function peekRoot(source: NodeJS.ReadableStream): Promise<{ root: TarFolder | null; content: Readable }> {
  const iterator = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let size = 0;
  while (size < PEEK_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    held.push(next.value);
    size += next.value.length;
  }
  const header = await firstHeader(Buffer.concat(held));
  const isRoot = header?.type === 'directory' && /^(\.\/?|\/)$/.test(header.name);
  const content = Readable.from(
    (async function* () {
      yield* held;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    })(),
    { objectMode: false },
  );
  return { root: isRoot ? header : null, content };
}

/** A tar with that folder alone, under another name. */
export async function tarOfFolder(folder: TarFolder, name: string): Promise<Buffer> {
  const writer = pack();
  writer.entry({ ...folder, name: `${name}/`, type: 'directory', size: 0 });
  writer.finalize();
  const parts: Buffer[] = [];
  for await (const part of writer as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

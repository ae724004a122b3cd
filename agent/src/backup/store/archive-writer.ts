import { BLOCK_BYTES, encodeTarHeader, paddingOf } from './tar-block.ts';

/**
 * Bytes of a part. Sizes stand before contents in a tar archive and are unknown while streaming, so a mount is
 * written in parts that fit into memory.
 */
export const PART_BYTES = 1024 * 1024;

const README = `A backup of a Noderr node. Folder N holds one mount: mount.json names it, its parts are one tar archive:
  age --decrypt --identity KEY BACKUP.age | tar --extract --to-stdout --wildcards 'N/*.part' | tar --extract --directory TARGET
`;

export interface ArchiveMount {
  service: string;
  mountPath: string;
  /** Opened only when its turn has come: a tar stream. */
  open: () => Promise<NodeJS.ReadableStream>;
  onRead?: (bytes: number) => void;
}

/** The mounts as one tar archive, which standard tools can read without us. */
export async function* writeArchive(mounts: readonly ArchiveMount[]): AsyncGenerator<Buffer> {
  yield* entry('README', Buffer.from(README));
  for (const [index, { service, mountPath, open, onRead }] of mounts.entries()) {
    yield* entry(`${index}/mount.json`, Buffer.from(JSON.stringify({ service, mountPath })));
    let part = 0;
    for await (const content of inParts(await open())) {
      onRead?.(content.length);
      yield* entry(`${index}/${String(part).padStart(8, '0')}.part`, content);
      part += 1;
    }
  }
  yield Buffer.alloc(2 * BLOCK_BYTES);
}

function* entry(name: string, content: Buffer): Generator<Buffer> {
  yield encodeTarHeader({ name, size: content.length });
  yield content;
  const padding = paddingOf(content.length);
  if (padding > 0) yield Buffer.alloc(padding);
}

async function* inParts(source: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    while (bytes + rest.length >= PART_BYTES) {
      const taken = PART_BYTES - bytes;
      yield Buffer.concat([...waiting, rest.subarray(0, taken)], PART_BYTES);
      rest = rest.subarray(taken);
      waiting = [];
      bytes = 0;
    }
    waiting.push(rest);
    bytes += rest.length;
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}

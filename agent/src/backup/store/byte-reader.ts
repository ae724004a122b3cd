/** Takes exact counts of bytes from a stream of chunks. */
export interface ByteReader {
  /** @throws Error where the stream ends before */
  take: (count: number) => Promise<Buffer>;
  /** What is left. */
  rest: () => AsyncGenerator<Uint8Array>;
  /** Ends the stream. */
  close: () => Promise<void>;
}

export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let waiting: Uint8Array[] = [];
  let held = 0;

  async function close(): Promise<void> {
    await chunks.return?.();
  }

  return {
    async take(count) {
      while (held < count) {
        const next = await chunks.next();
        if (next.done) throw new Error('it is cut off');
        waiting.push(next.value);
        held += next.value.length;
      }
      const all = joined(waiting, held);
      waiting = [all.subarray(count)];
      held -= count;
      return all.subarray(0, count);
    },
    async *rest() {
      try {
        yield* waiting;
        for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
      } finally {
        await close();
      }
    },
    close,
  };
}

function joined(chunks: readonly Uint8Array[], length: number): Buffer {
  const [only] = chunks;
  if (chunks.length === 1 && only) return Buffer.from(only.buffer, only.byteOffset, length);
  return Buffer.concat(chunks, length);
}

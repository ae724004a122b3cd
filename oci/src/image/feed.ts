/** The part of a writable stream that `feed` needs; tar-stream's are not Node's own. */
export interface FeedSink {
  write(chunk: Uint8Array): boolean;
  end(last: null): unknown;
  readonly destroying: boolean;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
}

/** Writes chunks as fast as the sink takes them, and ends it; returns early if the sink has been destroyed. */
export async function feed(sink: FeedSink, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (sink.destroying) return;
    if (!sink.write(chunk)) await drained(sink);
  }
  sink.end(null);
}

function drained(sink: FeedSink): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      sink.off('drain', done);
      sink.off('close', done);
      resolve();
    };
    sink.on('drain', done);
    sink.on('close', done);
  });
}

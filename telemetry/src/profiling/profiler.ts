import { Session } from 'node:inspector/promises';

/** Why no profile was taken. */
export type ProfileRefusal = 'busy' | 'heap-too-large';

/** No profile was taken; `code` says why. */
export class ProfileRefused extends Error {
  override readonly name = 'ProfileRefused';
  readonly code: ProfileRefusal;

  constructor(code: ProfileRefusal) {
    super(code === 'busy' ? 'another profile is being taken' : 'the heap is too large for a snapshot');
    this.code = code;
  }
}

/** Bytes of used heap above which no snapshot is taken: it stops the service and needs as much again. */
export const MAX_SNAPSHOT_HEAP = 512 * 1024 * 1024;

/** Takes CPU profiles and heap snapshots of this process, one at a time. It opens no inspector port. */
export class Profiler {
  readonly #maxHeap: number;
  #busy = false;

  /** `maxHeap`: bytes of used heap up to which snapshots are taken. */
  constructor(maxHeap: number = MAX_SNAPSHOT_HEAP) {
    this.#maxHeap = maxHeap;
  }

  /** Profiles until `end` aborts and resolves with the text of a `.cpuprofile`. Rejects with ProfileRefused. */
  cpuProfile(end: AbortSignal): Promise<string> {
    return this.#alone(async (session) => {
      await session.post('Profiler.enable');
      await session.post('Profiler.start');
      if (!end.aborted) {
        await new Promise((resolve) => {
          end.addEventListener('abort', resolve, { once: true });
        });
      }
      const { profile } = await session.post('Profiler.stop');
      return JSON.stringify(profile);
    });
  }

  /**
   * Hands over a `.heapsnapshot` in chunks; it stops the event loop meanwhile, and it holds every secret that the
   * process has in memory. Rejects with ProfileRefused.
   */
  async heapSnapshot(onChunk: (chunk: string) => void): Promise<void> {
    if (process.memoryUsage().heapUsed > this.#maxHeap) throw new ProfileRefused('heap-too-large');
    await this.#alone(async (session) => {
      session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => {
        onChunk(params.chunk);
      });
      await session.post('HeapProfiler.takeHeapSnapshot');
    });
  }

  async #alone<T>(take: (session: Session) => Promise<T>): Promise<T> {
    if (this.#busy) throw new ProfileRefused('busy');
    this.#busy = true;
    const session = new Session();
    try {
      session.connect();
      return await take(session);
    } finally {
      session.disconnect();
      this.#busy = false;
    }
  }
}

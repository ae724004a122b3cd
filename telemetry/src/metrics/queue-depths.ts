import { Gauge, type Registry } from '@prometheus-io/client';
import { TelemetryError } from '../telemetry-error.ts';

const MAX_QUEUES = 16;
const QUEUE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/** Reads the depth of queues at each scrape. */
export interface QueueDepths {
  /**
   * Exports `noderr_queue_depth{queue}` from `depth()`; the returned function ends it. A `depth()` that throws or is
   * not finite leaves its series out.
   *
   * Throws TelemetryError: `setup/bad-name`, `setup/twice`, `setup/too-many` (16 queues).
   */
  watchQueue(queue: string, depth: () => number): () => void;
}

export function createQueueDepths(registry: Registry): QueueDepths {
  const queues = new Map<string, () => number>();
  new Gauge({
    name: 'noderr_queue_depth',
    help: 'Entries that wait in a queue.',
    labelNames: ['queue'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [queue, depth] of queues) {
        const entries = read(depth);
        if (Number.isFinite(entries)) this.set({ queue }, entries);
      }
    },
  });
  return {
    watchQueue(queue, depth) {
      if (!QUEUE_NAME.test(queue)) {
        throw new TelemetryError(
          'setup/bad-name',
          `${JSON.stringify(queue)} is no queue name: use ${QUEUE_NAME.source}`,
        );
      }
      if (queues.has(queue)) throw new TelemetryError('setup/twice', `the queue ${queue} is watched already`);
      if (queues.size >= MAX_QUEUES) {
        throw new TelemetryError('setup/too-many', `cannot watch ${queue}: ${MAX_QUEUES} queues are watched already`);
      }
      queues.set(queue, depth);
      return () => {
        if (queues.get(queue) === depth) queues.delete(queue);
      };
    },
  };
}

/** One broken queue must not fail the whole scrape. */
function read(depth: () => number): number {
  try {
    return depth();
  } catch {
    return NaN;
  }
}

import { type Db } from '../database/database.ts';
import { repeat } from '../repeat.ts';
import { saveHeartbeats } from './fleet-repository.ts';
import { type LiveFleet } from './live-fleet.ts';

/** A crash forgets at most this much of what nodes say again every 10 s; milliseconds. */
const SAVE_INTERVAL_MS = 5_000;

export interface HeartbeatWriter {
  /** Saves what is unsaved now. */
  flush(): Promise<void>;
  /** Stops the timer and saves the rest. */
  close(): Promise<void>;
}

/** Writes heartbeats in batches, one transaction for the whole fleet, so that a thousand nodes cost little. */
export function startHeartbeatWriter(
  db: Db,
  fleet: Pick<LiveFleet, 'takeUnsaved' | 'returnUnsaved'>,
  onError: (error: unknown) => void,
  intervalMs: number = SAVE_INTERVAL_MS,
): HeartbeatWriter {
  const stop = new AbortController();

  async function flush(): Promise<void> {
    const nodes = fleet.takeUnsaved();
    if (nodes.length === 0) return;
    try {
      await db.transaction().execute((transaction) => saveHeartbeats(transaction, nodes));
    } catch (error) {
      fleet.returnUnsaved(nodes);
      throw error;
    }
  }

  const running = repeat(flush, intervalMs, stop.signal, onError);
  return {
    flush,
    async close() {
      stop.abort();
      await running;
      await flush();
    },
  };
}

/** A sleep that can be cut short, by `wake` or by an abort; it never throws. */
export interface WakeUp {
  wake(): void;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
  const sleepers = new Set<() => void>();
  // A wake before anybody sleeps is kept, so that none is lost between a look and the sleep.
  let early = false;
  return {
    wake() {
      early = sleepers.size === 0;
      for (const wake of sleepers) wake();
    },
    sleep(ms, signal) {
      if (early || signal.aborted) {
        early = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          sleepers.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done);
        sleepers.add(done);
      });
    },
  };
}

/** One clock tick a second for everything that shows a relative time; it stands still while nobody looks. */
export interface Ticker {
  subscribe: (listener: () => void) => () => void;
  /** Epoch milliseconds of hub time at the last tick, or now if nobody listens. */
  now: () => number;
}

export interface TickerTimer {
  start(tick: () => void): () => void;
}

export function createTicker(now: () => number, timer: TickerTimer): Ticker {
  const listeners = new Set<() => void>();
  let current = now();
  let stop: (() => void) | undefined;

  const tick = (): void => {
    current = now();
    for (const listener of listeners) listener();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (!stop) {
        current = now();
        stop = timer.start(tick);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
    now: () => current,
  };
}

const TICK_MS = 1000;

export const browserTimer: TickerTimer = {
  start: (tick) => {
    const handle = setInterval(() => {
      if (document.visibilityState === 'visible') tick();
    }, TICK_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(handle);
      document.removeEventListener('visibilitychange', tick);
    };
  },
};

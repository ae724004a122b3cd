/** Repeats one task: never two at a time, at once when poked, else after the interval. */
export interface Ticker {
  /** Runs now, or once more after the run that is under way; resolves when that run has ended. */
  poke(): Promise<void>;
  /** Resolves when the last run has ended. */
  close(): Promise<void>;
}

export interface TickerOptions {
  /** Milliseconds from the end of a run to the next. */
  intervalMs: number;
  run: (signal: AbortSignal) => Promise<void>;
  /** A run must not fail; what escapes from it is a bug, told here. */
  onError: (error: unknown) => void;
}

export function startTicker({ intervalMs, run, onError }: TickerOptions): Ticker {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function once(): Promise<void> {
    clearTimeout(timer);
    running = run(stop.signal)
      .catch(onError)
      .finally(() => {
        running = null;
        if (!stop.signal.aborted && !next) timer = setTimeout(() => void poke(), intervalMs);
      });
    return running;
  }

  function poke(): Promise<void> {
    if (stop.signal.aborted) return Promise.resolve();
    if (!running) return once();
    next ??= running.then(() => {
      next = null;
      return stop.signal.aborted ? undefined : once();
    });
    return next;
  }

  void poke();
  return {
    poke,
    async close() {
      stop.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

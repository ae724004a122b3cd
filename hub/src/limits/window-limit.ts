import { type Clock } from '../clock.ts';

export interface WindowLimitOptions {
  /** Counts allowed in one window. */
  max: number;
  /** Milliseconds. */
  windowMs: number;
  /** Keys remembered at once; the oldest are forgotten first, so that memory stays bounded. */
  maxKeys: number;
}

/** Counts per key in fixed windows. */
export interface WindowLimit {
  /** Seconds until the key may go on, 0 while it may. */
  waitS(key: string): number;
  count(key: string): void;
}

export function createWindowLimit({ max, windowMs, maxKeys }: WindowLimitOptions, clock: Clock): WindowLimit {
  const windows = new Map<string, { endsAt: number; used: number }>();

  function current(key: string): { endsAt: number; used: number } | undefined {
    const window = windows.get(key);
    const left = window ? window.endsAt - clock.now() : 0;
    // One that ends later than a window lasts is from before the clock was set back.
    return left > 0 && left <= windowMs ? window : undefined;
  }

  return {
    waitS(key) {
      const window = current(key);
      return window && window.used >= max ? Math.ceil((window.endsAt - clock.now()) / 1000) : 0;
    },
    count(key) {
      const window = current(key);
      if (window) {
        window.used += 1;
        return;
      }
      windows.delete(key);
      windows.set(key, { endsAt: clock.now() + windowMs, used: 1 });
      for (const oldest of windows.keys()) {
        if (windows.size <= maxKeys) break;
        windows.delete(oldest);
      }
    },
  };
}

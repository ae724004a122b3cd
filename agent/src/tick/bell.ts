import { type Clock } from '../clock.ts';

/** Wakes whoever waits before the time is up; a ring while nobody waits is not lost. */
export interface Bell {
  ring(): void;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createBell(clock: Pick<Clock, 'sleep'>): Bell {
  let rung = false;
  const waiting = new Set<AbortController>();
  return {
    ring() {
      rung = true;
      for (const waiter of waiting) waiter.abort();
    },
    async wait(ms, signal) {
      if (!rung) {
        const waiter = new AbortController();
        waiting.add(waiter);
        await clock.sleep(ms, AbortSignal.any([signal, waiter.signal]));
        waiting.delete(waiter);
      }
      rung = false;
    },
  };
}

/** The hub's time as the browser knows it: its own clock corrected by the last answer. */
export interface HubClock {
  /** Epoch milliseconds. */
  now(): number;
  observe(hubNow: number): void;
}

/** A correction below this is network delay, not clock error; milliseconds. */
const JITTER_MS = 500;

export function createHubClock(localNow: () => number): HubClock {
  let offset = 0;
  return {
    now: () => localNow() + offset,
    observe: (hubNow) => {
      const seen = hubNow - localNow();
      if (Math.abs(seen - offset) > JITTER_MS) offset = seen;
    },
  };
}

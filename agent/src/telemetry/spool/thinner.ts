/** Metrics older than this are thinned; milliseconds. */
export const FULL_RESOLUTION_MS = 86_400_000;
const STEP_MS = 60_000;
/** More sources than a node has. */
const MAX_SOURCES = 256;

/** Keeps one frame of each source and minute; what a look at the spool took counts only once it was sent. */
export interface Thinner {
  look(): ThinnerLook;
}

export interface ThinnerLook {
  /** Whether nothing of that source and minute was taken yet. */
  keeps(source: string, timestampMs: number): boolean;
  taken(source: string, timestampMs: number): void;
  /** What this look has taken was sent. */
  settle(): void;
}

export function createThinner(): Thinner {
  let sent: ReadonlyMap<string, number> = new Map();
  return {
    look() {
      const minutes = new Map(sent);
      return {
        keeps: (source, timestampMs) => minutes.get(source) !== minuteOf(timestampMs),
        taken(source, timestampMs) {
          minutes.delete(source);
          minutes.set(source, minuteOf(timestampMs));
          const [oldest] = minutes.keys();
          if (minutes.size > MAX_SOURCES && oldest !== undefined) minutes.delete(oldest);
        },
        settle() {
          sent = minutes;
        },
      };
    },
  };
}

function minuteOf(timestampMs: number): number {
  return Math.floor(timestampMs / STEP_MS);
}

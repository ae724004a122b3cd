const FIRST_MS = 1_000;
const LAST_MS = 60_000;

/** Full jitter: between nothing and 1, 2, 4 … 60 s after so many failures in a row; milliseconds. */
export function backoffMs(failures: number, random: () => number): number {
  return random() * Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
}

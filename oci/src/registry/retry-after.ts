/** Longest wait that a registry can impose in one answer, ms. */
const MAX_WAIT_MS = 5_000;
const DEFAULT_WAIT_MS = 1_000;

/** The wait that a `Retry-After` header asks for, in ms, within our own bounds. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  const asked = header === undefined ? NaN : /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(asked) ? DEFAULT_WAIT_MS : Math.min(Math.max(asked, 0), MAX_WAIT_MS);
}

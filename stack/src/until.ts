import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 250;

/** What was waited for did not come true in time; `last` says how far it was. */
export class NotInTimeError extends Error {
  readonly code = 'scenario/not-in-time';

  constructor(what: string, timeoutS: number, last: string) {
    super(`${what}: not within ${timeoutS} s${last === '' ? '' : ` (last: ${last})`}`);
  }
}

/** Polls until `probe` gives something other than null or a text, which says what is still missing. */
export async function until<T extends object | number | boolean>(
  what: string,
  timeoutS: number,
  probe: () => Promise<T | string | null>,
): Promise<T> {
  const deadline = Date.now() + timeoutS * 1000;
  let last = '';
  while (Date.now() < deadline) {
    const found = await probe().catch((error: unknown) => String(error));
    if (found !== null && typeof found !== 'string') return found;
    last = found ?? '';
    await delay(POLL_MS);
  }
  throw new NotInTimeError(what, timeoutS, last);
}

/** Watches that a condition holds for as long as given; `broken` says why it does not, or null. */
export async function throughout(what: string, seconds: number, broken: () => Promise<string | null>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const why = await broken();
    if (why !== null) throw new Error(`${what}: ${why}`);
    await delay(POLL_MS);
  }
}

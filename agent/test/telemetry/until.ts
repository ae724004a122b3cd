import { setTimeout as delay } from 'node:timers/promises';

/** For a broken machine, no measure of speed; milliseconds. */
const DEADLINE_MS = 45_000;

/** Waits for what must come; throws with its name where it never does. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await delay(10);
  }
}

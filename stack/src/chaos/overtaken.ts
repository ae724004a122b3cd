import { setTimeout as delay } from 'node:timers/promises';
import { HubApiError } from '../hub-api.ts';
import { CommandFailedError } from '../noderr-command.ts';

const PAUSE_MS = 500;

/** Somebody else, the guard for instance, changed the tier between the look at it and the deed. */
export class OvertakenError extends Error {
  readonly code = 'chaos/overtaken';
}

/** Does it anew, from the look on, as an admin would whom the guard came before; for at most `withinS` seconds. */
export async function againWhenOvertaken(act: () => Promise<void>, withinS: number): Promise<void> {
  const deadline = Date.now() + withinS * 1000;
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (!wasOvertaken(error) || Date.now() > deadline) throw error;
    }
    await delay(PAUSE_MS);
  }
}

function wasOvertaken(error: unknown): boolean {
  if (error instanceof OvertakenError) return true;
  if (error instanceof HubApiError) return error.code === 'intent/refused' || error.code === 'intent/stale';
  return error instanceof CommandFailedError && error.message.includes('[contract/StaleSeq]');
}

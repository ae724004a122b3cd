import { setTimeout as delay } from 'node:timers/promises';

/** Waits between two looks at the chain. @throws the signal's reason */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {});
}

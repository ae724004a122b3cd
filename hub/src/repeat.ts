import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a task every `intervalMs` until the signal aborts, one at a time; a failed run is told to `onError` and the
 * next one comes as planned. Resolves when the last run has ended.
 */
export async function repeat(
  task: () => Promise<void>,
  intervalMs: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await sleep(intervalMs, undefined, { signal });
    } catch {
      return;
    }
    try {
      await task();
    } catch (error) {
      onError(error);
    }
  }
}

import { type AttemptDeps } from '../attempt/attempt-deps.ts';
import { runAttempt } from '../attempt/run-attempt.ts';
import { watchAttempt, type WatchDeps } from './watch-attempt.ts';

/** Runs the journaled attempt to its outcome, with a watcher of the chain beside it. */
export async function runWatchedAttempt(attempt: AttemptDeps, watch: WatchDeps, closing: AbortSignal): Promise<void> {
  const calledOff = new AbortController();
  const done = new AbortController();
  const watching = watchAttempt(watch, calledOff, done.signal);
  try {
    await runAttempt(attempt, { calledOff: calledOff.signal, closing });
  } finally {
    done.abort();
    await watching;
  }
}

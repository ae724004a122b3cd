/** The user or the system asked the program to end before its work was done. */
export class InterruptedError extends Error {
  readonly code = 'stack/interrupted';
  /** What a shell reports for a program that SIGINT ended. */
  readonly exitCode = 130;
}

/** Aborts at the first SIGINT or SIGTERM; the second one ends the program at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort(new InterruptedError(`stopped by ${name}`));
    });
  }
  return controller.signal;
}

/** Settles as `work` does, or rejects with the reason of `signal`, whichever comes first. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

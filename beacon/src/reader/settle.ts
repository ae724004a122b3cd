/** What became of one question in a round: an answer, an error, or nothing in time. */
export type Settled<T> = { kind: 'answer'; value: T } | { kind: 'error'; error: unknown } | { kind: 'straggler' };

/**
 * Waits for all; once `needed` have answered, the rest gets `graceMs` more and is then left behind, so that one hanging
 * endpoint does not slow each poll down to its time-out.
 */
export async function settleWithGrace<T>(
  asked: readonly Promise<T>[],
  needed: number,
  graceMs: number,
): Promise<Settled<T>[]> {
  const results: Settled<T>[] = asked.map(() => ({ kind: 'straggler' }));
  let open = asked.length;
  let answered = 0;
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((done) => {
    if (open === 0) done();
    const note = (index: number, result: Settled<T>): void => {
      results[index] = result;
      open -= 1;
      if (result.kind === 'answer') answered += 1;
      if (open === 0) done();
      else if (answered >= needed) timer ??= setTimeout(done, graceMs);
    };
    asked.forEach((promise, index) => {
      promise.then(
        (value) => {
          note(index, { kind: 'answer', value });
        },
        (error: unknown) => {
          note(index, { kind: 'error', error });
        },
      );
    });
  });
  clearTimeout(timer);
  return results.slice();
}

import { type ContainerRuntime } from '../runtime/container-runtime.ts';

/** Stops several at once and returns only when none of the stops is under way any more, also when one fails. */
export async function stopAll(
  runtime: ContainerRuntime,
  stops: readonly { id: string; timeoutS: number }[],
): Promise<void> {
  const results = await Promise.allSettled(stops.map(({ id, timeoutS }) => runtime.stop(id, timeoutS)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

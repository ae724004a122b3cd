import { AttemptFault } from '../attempt/attempt-fault.ts';
import { type Memory } from '../durable/memory.ts';
import { type ContainerRuntime, type ContainerStatus } from '../runtime/container-runtime.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { isRunning } from './container-state.ts';
import { observe } from './observe.ts';

/**
 * The barrier between two sets: passes only when every other container of this node is inspected stopped. It fails
 * closed: what cannot be inspected throws.
 */
export async function assertOthersStopped(
  runtime: ContainerRuntime,
  memory: Memory,
  templates: readonly ServiceTemplate[],
  own: readonly string[],
): Promise<void> {
  const others = await runningOthers(runtime, memory, templates, own);
  if (others.length === 0) return;
  const names = others.map((container) => container.name).join(', ');
  throw new AttemptFault('docker/failed', `still running, so nothing else may start: ${names}`);
}

/** Stops what still runs beside the own set, then checks again. */
export async function stopOthers(
  runtime: ContainerRuntime,
  memory: Memory,
  templates: readonly ServiceTemplate[],
  own: readonly string[],
  timeoutS: number,
): Promise<void> {
  for (const container of await runningOthers(runtime, memory, templates, own)) {
    if (container.labels?.nodeId === memory.nodeId) await runtime.stop(container.id, timeoutS);
  }
  await assertOthersStopped(runtime, memory, templates, own);
}

async function runningOthers(
  runtime: ContainerRuntime,
  memory: Memory,
  templates: readonly ServiceTemplate[],
  own: readonly string[],
): Promise<ContainerStatus[]> {
  const containers = await observe(runtime, memory, templates);
  return containers.filter((container) => isRunning(container) && !own.includes(container.id));
}

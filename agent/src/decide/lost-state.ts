import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { isRunning } from '../sets/container-state.ts';
import { type Policy } from './facts.ts';
import { type Step } from './step.ts';

const OBSERVING: Step = { kind: 'stay', why: 'the state file was lost: waiting for accept-chain' };

/**
 * Without a memory nothing is moved. But a node is not left dead: where none of its containers runs, the canonical set
 * is started, or the `.next` one if it ever ran and has made data that the older one cannot read.
 */
export function lostState(containers: readonly ContainerStatus[], policy: Policy): Step[] {
  const ours = containers.filter((container) => container.labels?.nodeId === policy.nodeId);
  const canonical = policy.templates.flatMap((template) =>
    containers.filter((container) => container.name === template.containerName),
  );
  if ([...ours, ...canonical].some(isRunning)) return [OBSERVING];
  const next = ours.filter((container) => container.name.endsWith('.next'));
  const changedData = next.some(
    (container) => container.labels?.data !== 'compatible' && container.state !== 'created',
  );
  const chosen = changedData ? next : canonical.filter((container) => container.labels?.nodeId === policy.nodeId);
  if (chosen.length === 0) return [OBSERVING];
  return [{ kind: 'start-found', ids: chosen.map((container) => container.id) }, OBSERVING];
}

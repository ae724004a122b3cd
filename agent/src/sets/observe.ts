import { type Memory } from '../durable/memory.ts';
import { isInAttempt } from '../attempt/machine-state.ts';
import { type ContainerRuntime, type ContainerStatus } from '../runtime/container-runtime.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { ownNames } from './container-name.ts';
import { containerIdsOf } from './node-set.ts';

/** Everything that concerns this node: by label, by name, and by what the memory says of it. */
export async function observe(
  runtime: ContainerRuntime,
  memory: Memory,
  templates: readonly ServiceTemplate[],
): Promise<ContainerStatus[]> {
  const sets = [...(memory.committed ? [memory.committed] : []), ...memory.kept];
  if (isInAttempt(memory.state)) sets.push(memory.state.attempt.next);
  const names = [
    ...templates.map((template) => template.containerName),
    ...sets.flatMap((set) => set.members.map((member) => member.template.containerName)),
  ];
  const listed = await runtime.list(memory.nodeId, ownNames([...new Set(names)]));
  const seen = new Set(listed.map((container) => container.id));
  const recorded = [...sets.flatMap(containerIdsOf), ...memory.discards.containers];
  const more = [...new Set(recorded)].filter((id) => !seen.has(id));
  const inspected = await Promise.all(more.map((id) => runtime.inspect(id)));
  return [...listed, ...inspected.filter((container) => container !== null)];
}

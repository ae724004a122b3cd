import { type Memory } from '../durable/memory.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { canonicalName, keptName } from '../sets/container-name.ts';
import { isRunning } from '../sets/container-state.ts';
import { containerIdsOf, type NodeSet } from '../sets/node-set.ts';
import { isHeldByOperator } from './patience.ts';
import { type Now, type Policy } from './facts.ts';
import { type Step } from './step.ts';

/** What a node at rest should look like, and the steps from what it looks like. */
export function repairs(
  memory: Memory,
  committed: NodeSet,
  containers: readonly ContainerStatus[],
  firstTick: boolean,
  policy: Policy,
  { now }: Now,
): Step[] {
  const byId = new Map(containers.map((container) => [container.id, container]));
  const own = new Set(containerIdsOf(committed));
  const kept = new Set(memory.kept.flatMap(containerIdsOf));
  const discarded = new Set(memory.discards.containers);
  const others = containers.filter(
    ({ id, labels }) => !own.has(id) && (kept.has(id) || discarded.has(id) || labels?.nodeId === policy.nodeId),
  );
  const doubles = others.filter(isRunning);
  if (doubles.length > 0) {
    return doubles.map(({ id, name }) => ({ kind: 'stop-container', id, why: `${name} is not of the committed set` }));
  }
  const strays = others.filter((container) => !kept.has(container.id));
  const steps: Step[] = strays.map(({ id }) => ({ kind: 'remove-container', id }));
  steps.push(...keptNames(memory, byId));

  const present = committed.members.map((member) => ({ member, container: byId.get(member.containerId ?? '') }));
  for (const { member, container } of present) {
    if (!container) continue;
    const name = canonicalName(member);
    const holder = containers.find((candidate) => candidate.name === name && candidate.id !== container.id);
    if (holder && !others.includes(holder)) {
      return [...steps, { kind: 'trouble', code: 'docker/name-taken', detail: `${name} belongs to a stranger` }];
    }
    if (container.name !== name) steps.push({ kind: 'rename-container', id: container.id, name });
    if (container.restartPolicy !== 'unless-stopped') steps.push({ kind: 'set-restart-policy', id: container.id });
  }
  const allRun = present.every(({ container }) => container !== undefined && isRunning(container));
  if (!allRun && !isHeldByOperator(memory, now)) steps.push({ kind: 'start-committed' });
  if (firstTick) steps.push({ kind: 'pin-images' });
  if (hasDiscards(memory)) steps.push({ kind: 'clear-discards' });
  if (memory.unsealed) steps.push({ kind: 'seal-backup', record: memory.unsealed });
  return steps;
}

function keptNames(memory: Memory, byId: ReadonlyMap<string, ContainerStatus>): Step[] {
  return memory.kept.flatMap((set) =>
    set.members.flatMap((member): Step[] => {
      const container = byId.get(member.containerId ?? '');
      const name = keptName(set, member);
      return container && container.name !== name ? [{ kind: 'rename-container', id: container.id, name }] : [];
    }),
  );
}

function hasDiscards({ discards }: Memory): boolean {
  return Object.values(discards).some((list) => list.length > 0);
}

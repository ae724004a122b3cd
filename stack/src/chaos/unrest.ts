import { type ContainerStatus, type Memory } from '@noderr/agent';
import { type Running } from './sight.ts';

/** All that is looked at to say that a node has come to rest. */
export interface NodeFacts {
  agentAlive: boolean;
  memory: Pick<Memory, 'state' | 'committed' | 'kept' | 'discards'> | null;
  /** As the runtime tells them. */
  containers: readonly ContainerStatus[];
  /** As the process table tells them. */
  running: readonly Running[];
  /** The running container answers its health endpoint. */
  healthy: boolean;
  /** Events that the hub has not acknowledged. */
  eventsWaiting: number;
}

/** Why a node is not at rest with all its containers accounted for, or null when it is. */
export function unrestOf(facts: NodeFacts): string | null {
  const { agentAlive, memory, containers, running, healthy, eventsWaiting } = facts;
  if (!agentAlive) return 'its agent has ended';
  if (!memory) return 'its agent has no memory yet';
  if (memory.state.name !== 'idle') return `it is ${memory.state.name}`;
  if (!memory.committed) return 'it has no committed set';
  const committed = idsOf([memory.committed]);
  if (committed.length !== memory.committed.members.length) return 'a container of its committed set is not there';
  const remembered = new Set([...committed, ...idsOf(memory.kept), ...memory.discards.containers]);
  const there = new Set(containers.map(({ id }) => id));
  const lost = idsOf(memory.kept).filter((id) => !there.has(id));
  if (lost.length > 0) return `kept containers are gone: ${lost.join(', ')}`;
  const strays = containers.filter(({ id }) => !remembered.has(id));
  if (strays.length > 0) return `nobody remembers ${strays.map(({ name }) => name).join(', ')}`;
  const up = containers.filter(({ state }) => state === 'running').map(({ id }) => id);
  if (!sameIds(up, committed)) return `the runtime runs ${up.join(', ') || 'nothing'}, not its committed set`;
  const seen = running.map(({ container }) => container);
  if (!sameIds(seen, committed)) return `${seen.join(', ') || 'nothing'} really runs, not its committed set`;
  const wrong = containers.find(({ id, imageDigest }) => {
    const member = memory.committed?.members.find(({ containerId }) => containerId === id);
    return member !== undefined && member.digest !== imageDigest;
  });
  if (wrong) return `${wrong.name} runs another image than it should`;
  if (!healthy) return 'its container is not healthy';
  return eventsWaiting === 0 ? null : `${eventsWaiting} events wait for the hub`;
}

function idsOf(sets: readonly NonNullable<Memory['committed']>[]): string[] {
  return sets.flatMap(({ members }) => members.flatMap(({ containerId }) => containerId ?? []));
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

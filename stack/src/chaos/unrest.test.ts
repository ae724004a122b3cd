import { type ContainerStatus, Memory, ServiceTemplate } from '@noderr/agent';
import { describe, expect, it } from 'vitest';
import { type NodeFacts, unrestOf } from './unrest.ts';

const DIGEST = `0x${'ab'.repeat(32)}` as const;

function set(releaseId: number, containerId: string | null): unknown {
  const template = ServiceTemplate.parse({ service: 'node', containerName: 'node', health: {} });
  const member = { service: 'node', repository: 'noderr/node', digest: DIGEST, template, volumes: {}, containerId };
  return { releaseId, version: null, data: 'compatible', attemptId: null, members: [member] };
}

function memory(changes: Record<string, unknown> = {}): NodeFacts['memory'] {
  return Memory.pick({ state: true, committed: true, kept: true, discards: true }).parse({
    ...{ state: { name: 'idle', since: 1 }, committed: set(2, 'new'), kept: [set(1, 'old')] },
    discards: { containers: [], volumes: [], images: [], backups: [] },
    ...changes,
  });
}

function container(id: string, state: ContainerStatus['state'], imageDigest: string = DIGEST): ContainerStatus {
  return {
    ...{ id, name: id, labels: null, state, exitCode: null, restartCount: 0, startedAt: null, restartPolicy: 'no' },
    ...{ imageDigest: imageDigest as ContainerStatus['imageDigest'], address: null, foreignOwner: null },
  };
}

const RUNS = { nodeId: 'a', service: 'node', container: 'new', pid: 1 };
const AT_REST: NodeFacts = {
  agentAlive: true,
  memory: memory(),
  containers: [container('new', 'running'), container('old', 'exited')],
  running: [RUNS],
  healthy: true,
  eventsWaiting: 0,
};

describe('a node', () => {
  it('is at rest when its committed set alone runs and everything is accounted for', () => {
    expect(unrestOf(AT_REST)).toBeNull();
  });

  it.each<[string, Partial<NodeFacts>, string]>([
    ['its agent ended', { agentAlive: false }, 'its agent has ended'],
    ['it has no memory', { memory: null }, 'no memory'],
    [
      'it is stuck',
      {
        memory: memory({
          state: { name: 'stuck', since: 1, code: 'docker/failed', attempt: null, tries: 0, restore: null },
        }),
      },
      'it is stuck',
    ],
    ['nothing is committed', { memory: memory({ committed: null }) }, 'no committed set'],
    ['its committed container was never made again', { memory: memory({ committed: set(2, null) }) }, 'is not there'],
    ['a kept container is gone', { containers: [container('new', 'running')] }, 'kept containers are gone: old'],
    [
      'a container is remembered by nobody',
      { containers: [...AT_REST.containers, container('stray', 'exited')] },
      'nobody remembers stray',
    ],
    [
      'the runtime runs the kept one',
      { containers: [container('new', 'exited'), container('old', 'running')] },
      'the runtime runs old',
    ],
    ['nothing really runs', { running: [] }, 'nothing really runs'],
    ['two processes run', { running: [RUNS, { ...RUNS, pid: 2 }] }, 'really runs'],
    [
      'another image runs',
      { containers: [container('new', 'running', `0x${'cd'.repeat(32)}`), container('old', 'exited')] },
      'another image',
    ],
    ['it is sick', { healthy: false }, 'not healthy'],
    ['it has not told everything', { eventsWaiting: 2 }, '2 events wait'],
  ])('is not at rest when %s', (_, changes, why) => {
    expect(unrestOf({ ...AT_REST, ...changes })).toContain(why);
  });
});

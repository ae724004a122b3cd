import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeFault } from '../runtime-fault.ts';
import { type CreateContainer, createContainerCreation } from './container-creation.ts';
import { type ContainerReader, createContainerReader } from './container-reader.ts';
import { type ContainerRun, createContainerRun } from './container-run.ts';
import { statusOf } from './container-status.ts';
import { type DockerClient } from './docker-client.ts';
import { httpStatusOf } from './docker-fault.ts';
import { type DockerImages } from './docker-images.ts';
import { ContainerInspect } from './docker-schema.ts';

const REMOVE_MS = 120_000;
/** What dockerd may take to let go of a container that it was told to remove. */
const REMOVE_GRACE_MS = 30_000;
const STATE_POLL_MS = 50;

export interface DockerContainers extends Pick<ContainerReader, 'describe' | 'inspect' | 'list'>, ContainerRun {
  create: CreateContainer;
  rename: (id: string, name: string) => Promise<void>;
  setRestartPolicy: (id: string, policy: 'no' | 'unless-stopped') => Promise<void>;
  /** @throws RuntimeFault docker/failed where it runs */
  remove: (id: string) => Promise<void>;
}

export function createDockerContainers(
  client: DockerClient,
  images: DockerImages,
  options: { allowedBinds: readonly string[] },
): DockerContainers {
  const reader = createContainerReader(client, images);
  const { read, describe, inspect, list } = reader;
  const { start, stop } = createContainerRun(client, reader, options);
  const create = createContainerCreation({ client, images, containers: reader, remove }, options);

  async function rename(id: string, name: string): Promise<void> {
    await client.call(
      async (docker, signal) => {
        const before = ContainerInspect.parse(await docker.getContainer(id).inspect({ abortSignal: signal }));
        if (before.Name === `/${name}`) return;
        try {
          await docker.getContainer(id).rename({ name, abortSignal: signal });
        } catch (error) {
          if (httpStatusOf(error) !== 409) throw error;
          throw new RuntimeFault('docker/name-taken', `the name ${name} is taken`, { cause: error });
        }
      },
      { doing: `rename container ${id.slice(0, 12)} to ${name}` },
    );
  }

  async function setRestartPolicy(id: string, policy: 'no' | 'unless-stopped'): Promise<void> {
    await client.call(
      (docker, signal) =>
        docker.getContainer(id).update({ RestartPolicy: { Name: policy, MaximumRetryCount: 0 }, abortSignal: signal }),
      { doing: `set the restart policy of container ${id.slice(0, 12)} to ${policy}` },
    );
  }

  async function remove(id: string): Promise<void> {
    const found = await describe(id);
    if (found === null) return;
    const status = statusOf(found.container, found.image);
    if (status.state === 'running' || status.state === 'restarting') {
      throw new RuntimeFault('docker/failed', `container ${status.name} runs and is not removed`);
    }
    await client.call(
      async (docker, signal) => {
        try {
          // Nameless volumes are the image's own in a container of ours; in another's they may be its data.
          await docker.getContainer(id).remove({ v: status.labels !== null, abortSignal: signal });
        } catch (error) {
          if (![404, 409].includes(httpStatusOf(error) ?? 0)) throw error;
        }
      },
      { doing: `remove container ${status.name}`, deadlineMs: REMOVE_MS },
    );
    const end = performance.now() + REMOVE_GRACE_MS;
    while ((await read(id)) !== null) {
      if (performance.now() >= end)
        throw new RuntimeFault('docker/failed', `container ${status.name} cannot be removed`);
      await delay(STATE_POLL_MS);
    }
  }

  return { list, inspect, describe, create, start, stop, rename, setRestartPolicy, remove };
}

import { setTimeout as delay } from 'node:timers/promises';
import { ociDigest } from '@noderr/protocol';
import { LABEL_NODE } from '../container-labels.ts';
import { type ContainerLabels, type ContainerStatus, type CreateRequest } from '../container-runtime.ts';
import { RuntimeFault } from '../runtime-fault.ts';
import { containerSpec } from './container-spec.ts';
import { statusOf } from './container-status.ts';
import { type DockerClient } from './docker-client.ts';
import { httpStatusOf } from './docker-fault.ts';
import { type DockerImages } from './docker-images.ts';
import { ContainerInspect, ContainerList, type ImageInspect } from './docker-schema.ts';
import { assertSafeSpec, viewOfContainer, viewOfSpec } from './safe-spec.ts';
import { specDifferences } from './spec-difference.ts';

const SLOW_CALL_MS = 120_000;
/** What dockerd may take beyond the stop timeout to kill and clean up. */
const STOP_GRACE_MS = 30_000;
const STATE_POLL_MS = 50;

export interface ContainerDescription {
  container: ContainerInspect;
  /** Null when the image is no longer here. */
  image: ImageInspect | null;
}

export interface DockerContainers {
  list: (nodeId: string, names: readonly string[]) => Promise<ContainerStatus[]>;
  inspect: (id: string) => Promise<ContainerStatus | null>;
  /** dockerd's own description, null when there is no such container. */
  describe: (idOrName: string) => Promise<ContainerDescription | null>;
  create: (request: CreateRequest, signal?: AbortSignal) => Promise<ContainerStatus>;
  start: (id: string) => Promise<void>;
  stop: (id: string, timeoutS: number) => Promise<void>;
  rename: (id: string, name: string) => Promise<void>;
  setRestartPolicy: (id: string, policy: 'no' | 'unless-stopped') => Promise<void>;
  remove: (id: string) => Promise<void>;
}

function isSame(found: ContainerLabels | null, wanted: ContainerLabels): boolean {
  return (
    found !== null &&
    found.nodeId === wanted.nodeId &&
    found.service === wanted.service &&
    found.releaseId === wanted.releaseId &&
    found.attemptId === wanted.attemptId &&
    found.data === wanted.data
  );
}

function isStopped(container: ContainerInspect): boolean {
  return ['created', 'exited', 'dead'].includes(container.State.Status);
}

export function createDockerContainers(
  client: DockerClient,
  images: DockerImages,
  options: { allowedBinds: readonly string[] },
): DockerContainers {
  async function read(idOrName: string): Promise<ContainerInspect | null> {
    return client.call(
      async (docker, signal) => {
        try {
          return ContainerInspect.parse(await docker.getContainer(idOrName).inspect({ abortSignal: signal }));
        } catch (error) {
          if (httpStatusOf(error) === 404) return null;
          throw error;
        }
      },
      { doing: `inspect container ${idOrName}` },
    );
  }

  async function demand(id: string): Promise<ContainerInspect> {
    const container = await read(id);
    if (container === null) throw new RuntimeFault('docker/failed', `there is no container ${id}`);
    return container;
  }

  async function describe(idOrName: string): Promise<ContainerDescription | null> {
    const container = await read(idOrName);
    if (container === null) return null;
    return { container, image: await images.inspect(container.Image) };
  }

  async function inspect(id: string): Promise<ContainerStatus | null> {
    const found = await describe(id);
    return found === null ? null : statusOf(found.container, found.image);
  }

  async function idsWith(filters: Record<string, string[]>): Promise<string[]> {
    const found = await client.read(
      ContainerList,
      (docker, signal) => docker.listContainers({ all: true, filters, abortSignal: signal }),
      { doing: 'list containers' },
    );
    return found.map((entry) => entry.Id);
  }

  async function list(nodeId: string, names: readonly string[]): Promise<ContainerStatus[]> {
    const named = names.map((name) => `^/${name.replaceAll('.', '\\.')}$`);
    const ids = new Set([
      ...(await idsWith({ label: [`${LABEL_NODE}=${nodeId}`] })),
      ...(named.length === 0 ? [] : await idsWith({ name: named })),
    ]);
    const statuses: ContainerStatus[] = [];
    for (const id of ids) {
      const status = await inspect(id);
      if (status === null) continue;
      // A label that only the image bears does not make a container ours.
      if (status.labels?.nodeId === nodeId || names.includes(status.name)) statuses.push(status);
    }
    return statuses;
  }

  /** An earlier create whose answer was lost, or a stranger. */
  async function takenBy(request: CreateRequest): Promise<ContainerStatus | null> {
    const holder = await inspect(request.name);
    if (holder === null) return null;
    if (
      isSame(holder.labels, request.labels) &&
      holder.imageDigest === request.image.digest &&
      holder.state === 'created'
    ) {
      return holder;
    }
    throw new RuntimeFault(
      'docker/name-taken',
      `the name ${request.name} belongs to container ${holder.id.slice(0, 12)} (${holder.foreignOwner ?? 'not ours'})`,
    );
  }

  async function create(request: CreateRequest, signal?: AbortSignal): Promise<ContainerStatus> {
    const found = await images.find(request.image.digest);
    if (found === null) {
      throw new RuntimeFault(
        'docker/failed',
        `could not create ${request.name}: image ${request.image.repository}@${ociDigest(request.image.digest)} is not here`,
      );
    }
    const spec = containerSpec(request, found.reference, found.image);
    assertSafeSpec(viewOfSpec(spec), options.allowedBinds, request.name);
    const id = await client.call(
      async (docker, deadline) => {
        try {
          return (await docker.createContainer({ ...spec, abortSignal: deadline })).id;
        } catch (error) {
          const holder = httpStatusOf(error) === 409 ? await takenBy(request) : null;
          if (holder === null) throw error;
          return holder.id;
        }
      },
      { doing: `create container ${request.name}`, signal, deadlineMs: SLOW_CALL_MS },
    );
    const container = await demand(id);
    const differences = specDifferences(spec, container, found.image);
    if (differences.length > 0) {
      await remove(id);
      throw new RuntimeFault(
        'docker/unsafe-template',
        `container ${request.name} is not what was asked for: ${differences.join('; ')}`,
      );
    }
    return statusOf(container, found.image);
  }

  /** Reads back what really runs, once, when it runs for the first time. */
  async function checkFirstStart(id: string): Promise<void> {
    const found = await describe(id);
    if (found === null) throw new RuntimeFault('docker/failed', `container ${id} vanished while it was started`);
    const status = statusOf(found.container, found.image);
    if (status.labels === null) return;
    const asked = found.container.Config.Image.split('@')[1];
    if (asked !== undefined && (status.imageDigest === null || ociDigest(status.imageDigest) !== asked)) {
      await stop(id, 1);
      throw new RuntimeFault('start/wrong-image', `container ${status.name} runs another image than ${asked}`);
    }
    try {
      assertSafeSpec(viewOfContainer(found.container), options.allowedBinds, status.name);
    } catch (error) {
      await stop(id, 1);
      throw error;
    }
  }

  async function start(id: string): Promise<void> {
    const before = await demand(id);
    if (before.State.Status === 'running') return;
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(id).start({ abortSignal: signal });
        } catch (error) {
          if (httpStatusOf(error) !== 304) throw error;
        }
      },
      { doing: `start container ${before.Name.slice(1)}`, deadlineMs: SLOW_CALL_MS },
    );
    // What ran before may always run again, also where the rules have become stricter since.
    if (before.State.Status === 'created') await checkFirstStart(id);
  }

  async function untilStopped(id: string, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (;;) {
      const container = await read(id);
      if (container === null || isStopped(container)) return true;
      if (performance.now() >= end) return false;
      await delay(STATE_POLL_MS);
    }
  }

  async function stop(id: string, timeoutS: number): Promise<void> {
    const before = await read(id);
    if (before === null || isStopped(before)) return;
    const doing = `stop container ${before.Name.slice(1)}`;
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(id).stop({ t: timeoutS, abortSignal: signal });
        } catch (error) {
          if (![304, 404].includes(httpStatusOf(error) ?? 0)) throw error;
        }
      },
      { doing, deadlineMs: timeoutS * 1_000 + STOP_GRACE_MS },
    );
    if (await untilStopped(id, STOP_GRACE_MS)) return;
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(id).kill({ abortSignal: signal });
        } catch (error) {
          if (![404, 409].includes(httpStatusOf(error) ?? 0)) throw error;
        }
      },
      { doing },
    );
    if (!(await untilStopped(id, STOP_GRACE_MS)))
      throw new RuntimeFault('docker/failed', `could not ${doing}: it still runs`);
  }

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
      { doing: `remove container ${status.name}`, deadlineMs: SLOW_CALL_MS },
    );
    const end = performance.now() + STOP_GRACE_MS;
    while ((await read(id)) !== null) {
      if (performance.now() >= end)
        throw new RuntimeFault('docker/failed', `container ${status.name} cannot be removed`);
      await delay(STATE_POLL_MS);
    }
  }

  return { list, inspect, describe, create, start, stop, rename, setRestartPolicy, remove };
}

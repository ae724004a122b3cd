import { LABEL_NODE } from '../container-labels.ts';
import { type ContainerStatus } from '../container-runtime.ts';
import { RuntimeFault } from '../runtime-fault.ts';
import { statusOf } from './container-status.ts';
import { type DockerClient } from './docker-client.ts';
import { httpStatusOf } from './docker-fault.ts';
import { type DockerImages } from './docker-images.ts';
import { ContainerInspect, ContainerList, type ImageInspect } from './docker-schema.ts';

export interface ContainerDescription {
  container: ContainerInspect;
  /** Null when the image is no longer here. */
  image: ImageInspect | null;
}

/** What dockerd says of containers; by id or name, null where there is none. */
export interface ContainerReader {
  read: (idOrName: string) => Promise<ContainerInspect | null>;
  /** @throws RuntimeFault docker/failed where there is none */
  demand: (id: string) => Promise<ContainerInspect>;
  describe: (idOrName: string) => Promise<ContainerDescription | null>;
  inspect: (idOrName: string) => Promise<ContainerStatus | null>;
  /** Those of a node, and those with one of these names, whoever made them. */
  list: (nodeId: string, names: readonly string[]) => Promise<ContainerStatus[]>;
}

export function createContainerReader(client: DockerClient, images: Pick<DockerImages, 'inspect'>): ContainerReader {
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

  async function inspect(idOrName: string): Promise<ContainerStatus | null> {
    const found = await describe(idOrName);
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

  return { read, demand, describe, inspect, list };
}

import { ociDigest } from '@noderr/protocol';
import { type ContainerLabels, type ContainerStatus, type CreateRequest } from '../container-runtime.ts';
import { RuntimeFault } from '../runtime-fault.ts';
import { type ContainerReader } from './container-reader.ts';
import { containerSpec } from './container-spec.ts';
import { statusOf } from './container-status.ts';
import { type DockerClient } from './docker-client.ts';
import { httpStatusOf } from './docker-fault.ts';
import { type DockerImages } from './docker-images.ts';
import { assertSafeSpec, viewOfSpec } from './safe-spec.ts';
import { specDifferences } from './spec-difference.ts';

const CREATE_MS = 120_000;

export interface ContainerCreationDeps {
  client: DockerClient;
  images: Pick<DockerImages, 'find'>;
  containers: Pick<ContainerReader, 'inspect' | 'demand'>;
  /** Takes away what dockerd made of a request where it is not what was asked for. */
  remove: (id: string) => Promise<void>;
}

export type CreateContainer = (request: CreateRequest, signal?: AbortSignal) => Promise<ContainerStatus>;

/** Makes containers from safe specs only, reads back what was made, and takes the same request twice. */
export function createContainerCreation(
  { client, images, containers, remove }: ContainerCreationDeps,
  options: { allowedBinds: readonly string[] },
): CreateContainer {
  /** An earlier create whose answer was lost, or a stranger. */
  async function takenBy(request: CreateRequest): Promise<ContainerStatus | null> {
    const holder = await containers.inspect(request.name);
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

  return async (request, signal) => {
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
      { doing: `create container ${request.name}`, signal, deadlineMs: CREATE_MS },
    );
    const container = await containers.demand(id);
    const differences = specDifferences(spec, container, found.image);
    if (differences.length > 0) {
      await remove(id);
      throw new RuntimeFault(
        'docker/unsafe-template',
        `container ${request.name} is not what was asked for: ${differences.join('; ')}`,
      );
    }
    return statusOf(container, found.image);
  };
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

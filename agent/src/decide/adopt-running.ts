import { type ChainView, type ReleaseId, Repository } from '@noderr/protocol';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { type NodeSet, type SetMember } from '../sets/node-set.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { knownSet } from './first-start.ts';

/** Running containers cannot be taken over; the message says why and what to do. */
export class AdoptError extends Error {
  override readonly name = 'AdoptError';
  readonly code = 'adopt/refused';
}

/**
 * The set that the operator wants taken over: what holds the template's names, as the release that the chain knows it
 * by, or as the one that the operator names, or as 0.
 */
export function setToAdopt(
  containers: readonly ContainerStatus[],
  templates: readonly ServiceTemplate[],
  view: ChainView | null,
  as: ReleaseId | null,
): NodeSet {
  const found = templates.map((template) => {
    const container = containers.find(({ name }) => name === template.containerName);
    if (!container) throw new AdoptError(`no container is named ${template.containerName}: name it in the template`);
    return { template, container };
  });
  const known = view ? knownSet(view, found) : null;
  if (known) {
    if (as === null || as === known.releaseId) return known;
    throw new AdoptError(`what runs here is release ${known.releaseId}, not ${as}`);
  }
  const members = found.map(({ template, container }): SetMember => {
    const repository = Repository.safeParse(container.repository);
    if (container.imageDigest === null || !repository.success) {
      throw new AdoptError(
        `${container.name} runs an image without a registry digest: it could not be made again; push and pull it first`,
      );
    }
    const { service } = template;
    const { id: containerId, imageDigest: digest } = container;
    return { service, repository: repository.data, digest, template, volumes: {}, containerId };
  });
  return { releaseId: as ?? (0 as ReleaseId), version: null, data: 'compatible', attemptId: null, members };
}

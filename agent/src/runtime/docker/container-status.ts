import { type Hex32, hexOfOciDigest } from '@noderr/protocol';
import { z } from 'zod';
import { decodeLabels, foreignOwnerOf } from '../container-labels.ts';
import { type ContainerStatus } from '../container-runtime.ts';
import { type ContainerInspect, type ImageInspect } from './docker-schema.ts';

const NEVER = '0001-01-01T00:00:00Z';
const RestartPolicy = z.enum(['no', 'unless-stopped', 'always', 'on-failure']).catch('no');

type DockerState = ContainerInspect['State']['Status'];

function stateOf(status: DockerState): ContainerStatus['state'] {
  switch (status) {
    // A frozen container holds its ports, its locks and its keys: for us it runs.
    case 'paused':
      return 'running';
    case 'removing':
      return 'dead';
    case 'created':
    case 'running':
    case 'restarting':
    case 'exited':
    case 'dead':
      return status;
  }
}

function digestPart(reference: string): string | null {
  const at = reference.indexOf('@sha256:');
  return at === -1 ? null : reference.slice(at + 1);
}

/** The digest that a container's image was pulled by: the one it was created with, if the image still bears it. */
function imageDigestOf(container: ContainerInspect, image: ImageInspect | null): Hex32 | null {
  const digests = (image?.RepoDigests ?? []).map(digestPart).filter((digest) => digest !== null);
  const asked = digestPart(container.Config.Image);
  const digest = asked !== null && digests.includes(asked) ? asked : digests[0];
  return digest === undefined ? null : hexOfOciDigest(digest);
}

function addressOf(container: ContainerInspect): string | null {
  if (!container.State.Running) return null;
  for (const network of Object.values(container.NetworkSettings.Networks)) {
    if (network.IPAddress !== '') return network.IPAddress;
    if (network.GlobalIPv6Address !== '') return network.GlobalIPv6Address;
  }
  return null;
}

/** A container as the agent sees it; `image` is null when it is no longer here. */
export function statusOf(container: ContainerInspect, image: ImageInspect | null): ContainerStatus {
  const imageLabels = image?.Config.Labels ?? {};
  const state = stateOf(container.State.Status);
  const startedAt = container.State.StartedAt;
  return {
    id: container.Id,
    name: container.Name.replace(/^\//, ''),
    labels: decodeLabels(container.Config.Labels, imageLabels),
    state,
    exitCode: state === 'exited' || state === 'dead' ? container.State.ExitCode : null,
    restartCount: container.RestartCount,
    startedAt: startedAt === '' || startedAt === NEVER ? null : startedAt,
    restartPolicy: RestartPolicy.parse(container.HostConfig.RestartPolicy.Name || 'no'),
    imageDigest: imageDigestOf(container, image),
    address: addressOf(container),
    foreignOwner: foreignOwnerOf(container.Config.Labels, imageLabels),
  };
}

import { type ContainerCreateOptions } from 'dockerode';
import { AskedHostConfig, type ContainerInspect, type ImageInspect } from './docker-schema.ts';

function sorted(values: Iterable<string>): string {
  return [...values].sort().join(' ');
}

/** Where a created container is not what was asked for; empty when it is. A proxy or a plugin may change a request. */
export function specDifferences(
  asked: ContainerCreateOptions,
  got: ContainerInspect,
  image: Pick<ImageInspect, 'Id' | 'Config'>,
): string[] {
  const host = AskedHostConfig.parse(asked.HostConfig ?? {});
  const mounts = host.Mounts;
  // Volumes that the image declares get a name from dockerd; those of the template are compared one by one.
  const declared = new Set(image.Config.Volumes.map((path) => path.replace(/(?<=.)\/+$/, '')));
  const gotMounts = got.Mounts.filter(
    (mount) =>
      mount.Type !== 'tmpfs' &&
      (mounts.some(({ Target }) => Target === mount.Destination) || !declared.has(mount.Destination)),
  );
  const pairs: [string, string, string][] = [
    ['image', image.Id, got.Image],
    ['user', asked.User ?? image.Config.User, got.Config.User],
    ['network', host.NetworkMode, got.HostConfig.NetworkMode],
    [
      'dropped capabilities',
      sorted(host.CapDrop),
      sorted(got.HostConfig.CapDrop.map((cap) => cap.replace(/^CAP_/, ''))),
    ],
    ['read-only root', String(host.ReadonlyRootfs), String(got.HostConfig.ReadonlyRootfs)],
    ['memory', String(host.Memory), String(got.HostConfig.Memory)],
    ['processors', String(host.NanoCpus), String(got.HostConfig.NanoCpus)],
    ['restart policy', host.RestartPolicy.Name, got.HostConfig.RestartPolicy.Name || 'no'],
    ['log driver', host.LogConfig.Type, got.HostConfig.LogConfig.Type],
    ['published ports', sorted(Object.keys(host.PortBindings)), sorted(Object.keys(got.HostConfig.PortBindings))],
    [
      'mounts',
      sorted(mounts.map((mount) => `${mount.Source}:${mount.Target}:${String(!mount.ReadOnly)}`)),
      sorted(
        gotMounts.map(
          (mount) =>
            `${mount.Type === 'volume' ? (mount.Name ?? '') : mount.Source}:${mount.Destination}:${String(mount.RW)}`,
        ),
      ),
    ],
    [
      'labels',
      sorted(Object.entries(asked.Labels ?? {}).map(([key, value]) => `${key}=${value}`)),
      sorted(
        Object.keys(asked.Labels ?? {})
          .filter((key) => key in got.Config.Labels)
          .map((key) => `${key}=${got.Config.Labels[key] ?? ''}`),
      ),
    ],
  ];
  return pairs
    .filter(([, wanted, found]) => wanted !== found)
    .map(([what, wanted, found]) => `${what}: asked for "${wanted}", got "${found}"`);
}

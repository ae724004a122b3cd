import Docker from 'dockerode';

/**
 * Removes the containers and volumes in Docker whose names begin with `prefix`: those of an earlier run of the same
 * folder. Its nodes had other keys, so that an agent of now would rightly touch nothing of them. Says how many containers.
 */
export async function forgetContainers(endpoint: string, prefix: string): Promise<number> {
  const docker = new Docker({ socketPath: endpoint.slice('unix://'.length) });
  const all = await docker.listContainers({ all: true });
  const own = all.filter(({ Names }) => Names.some((name) => name.startsWith(`/${prefix}`)));
  for (const { Id } of own) await docker.getContainer(Id).remove({ force: true });
  for (const { Name } of (await docker.listVolumes()).Volumes) {
    if (Name.startsWith(prefix)) await docker.getVolume(Name).remove();
  }
  return own.length;
}

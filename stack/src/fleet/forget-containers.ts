import Docker from 'dockerode';

/**
 * Removes the containers and volumes in Docker whose names begin with `prefix`: those of an earlier run of the same
 * folder. Its nodes had other keys, so that an agent of now would rightly touch nothing of them.
 */
export async function forgetContainers(endpoint: string, prefix: string): Promise<void> {
  const docker = new Docker({ socketPath: endpoint.slice('unix://'.length) });
  for (const { Id, Names } of await docker.listContainers({ all: true })) {
    if (Names.some((name) => name.startsWith(`/${prefix}`))) await docker.getContainer(Id).remove({ force: true });
  }
  for (const { Name } of (await docker.listVolumes()).Volumes) {
    if (Name.startsWith(prefix)) await docker.getVolume(Name).remove();
  }
}

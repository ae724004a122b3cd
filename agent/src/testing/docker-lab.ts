import { type DockerRegistry, dockerRegistryMissing, startDockerRegistry } from '@noderr/oci/testing';
import { type ImageReference } from '../runtime/container-runtime.ts';
import { type BusyboxImage, busyboxMissing, pushBusyboxImage } from './busybox-image.ts';
import { dockerdMissing, startDockerd, type TestDockerd } from './dockerd.ts';

/** A dockerd, a registry and images to run, all real and all a test's own. */
export interface DockerLab {
  dockerd: TestDockerd;
  registry: DockerRegistry;
  push(image: BusyboxImage): Promise<ImageReference>;
  close(): Promise<void>;
}

/** What is missing for a lab here, null when one can be started. `path` is the PATH to look on. */
export async function dockerLabMissing(path: string): Promise<string | null> {
  return (await dockerdMissing(path)) ?? (await dockerRegistryMissing(path)) ?? (await busyboxMissing(path));
}

/** `path` is the PATH to look on; `diskBytes` bounds what images and volumes may take. */
export async function startDockerLab(path: string, options: { diskBytes?: number } = {}): Promise<DockerLab> {
  const registry = await startDockerRegistry(path);
  try {
    const dockerd = await startDockerd({ path, ...options });
    return {
      dockerd,
      registry,
      push: (image) => pushBusyboxImage(image, { registryHost: registry.host, path }),
      async close() {
        await dockerd.close();
        await registry.close();
      },
    };
  } catch (error) {
    await registry.close();
    throw error;
  }
}

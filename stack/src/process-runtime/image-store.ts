import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImageReference, type PullProgress } from '@noderr/agent';
import {
  createRegistryClient,
  ImageConfig,
  linuxPlatform,
  OciDigest,
  openBlobFolder,
  pullImage,
  registryUrlOf,
  RegistryEndpoint,
  resolveImage,
  unpackImage,
} from '@noderr/oci';
import { type Hex32, ociDigest, Repository } from '@noderr/protocol';
import { withMachineLock } from '../process/machine-lock.ts';

export interface UnpackedImage {
  /** The folder that the image's `/` became. */
  rootfs: string;
  config: ImageConfig;
}

/** Verified images, unpacked once for all nodes of this machine. */
export interface ImageStore {
  find(digest: Hex32): Promise<UnpackedImage | null>;
  pull(image: ImageReference, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
}

export function createImageStore(root: string): ImageStore {
  const rootfsOf = (digest: Hex32): string => join(root, digest.slice(2), 'rootfs');
  const configOf = (digest: Hex32): string => join(root, digest.slice(2), 'config.json');

  async function pull(
    image: ImageReference,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (existsSync(configOf(image.digest))) return;
    const endpoint = RegistryEndpoint.parse({ url: registryUrlOf(image.host) });
    const client = createRegistryClient({ endpoints: [endpoint] });
    try {
      const digest = OciDigest.parse(ociDigest(image.digest));
      const resolved = await resolveImage(
        client,
        Repository.parse(image.repository),
        digest,
        linuxPlatform(process.arch),
        signal,
      );
      const blobs = await openBlobFolder(join(root, 'blobs'));
      await pullImage(client, resolved, blobs, onProgress, signal);
      await mkdir(join(root, image.digest.slice(2)), { recursive: true });
      await rm(rootfsOf(image.digest), { recursive: true, force: true });
      await unpackImage(resolved, blobs, rootfsOf(image.digest), { signal });
      const configBytes = await client.blobBytes(
        resolved.repository,
        resolved.manifest.config,
        client.limits.configBytes,
        signal,
      );
      await writeFile(configOf(image.digest), configBytes);
    } finally {
      client.close();
    }
  }

  return {
    async find(digest) {
      if (!existsSync(configOf(digest))) return null;
      const config = ImageConfig.parse(JSON.parse(await readFile(configOf(digest), 'utf8')));
      return { rootfs: rootfsOf(digest), config };
    },
    async pull(image, onProgress, signal) {
      await mkdir(root, { recursive: true });
      await withMachineLock(join(root, 'pull'), signal, () => pull(image, onProgress, signal));
    },
  };
}

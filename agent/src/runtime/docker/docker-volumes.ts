import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type ImageReference } from '../container-runtime.ts';
import { RuntimeFault } from '../runtime-fault.ts';
import { type DockerClient } from './docker-client.ts';
import { dockerFault, httpStatusOf } from './docker-fault.ts';
import { type DockerImages } from './docker-images.ts';
import { peekRoot, tarOfFolder } from './tar-root.ts';

const LABEL_VOLUME = 'io.noderr.volume';
/** Where the helper container that is never started sees the fresh volume. */
const FILL_FOLDER = 'noderr-restore';
const FILL_PATH = `/${FILL_FOLDER}`;
/** A volume of hundreds of gigabytes takes hours; a stream that hangs is ended by its signal. */
const STREAM_DEADLINE_MS = 24 * 3_600_000;

const VolumeInspect = z.object({
  Labels: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
});

export interface DockerVolumes {
  readMount: (id: string, mountPath: string, signal: AbortSignal) => Promise<NodeJS.ReadableStream>;
  createVolume: (
    name: string,
    content: NodeJS.ReadableStream,
    image: ImageReference,
    signal: AbortSignal,
  ) => Promise<void>;
  removeVolume: (name: string) => Promise<void>;
}

function helperOf(volume: string): string {
  return `${volume}.fill`;
}

export function createDockerVolumes(client: DockerClient, images: DockerImages): DockerVolumes {
  async function readMount(id: string, mountPath: string, signal: AbortSignal): Promise<NodeJS.ReadableStream> {
    // Ended by `/.`, the archive holds what is in the folder and not the folder's name.
    const stream = await client.call(
      (docker) => docker.getContainer(id).getArchive({ path: `${mountPath}/.`, abortSignal: signal }),
      { doing: `read ${mountPath} of container ${id.slice(0, 12)}`, signal },
    );
    const out = new PassThrough();
    pipeline(stream, out, { signal }).catch((error: unknown) => out.destroy(dockerFault(error, `read ${mountPath}`)));
    return out;
  }

  async function isOurs(name: string): Promise<boolean | null> {
    return client.call(
      async (docker, signal) => {
        try {
          const found = VolumeInspect.parse(await docker.getVolume(name).inspect({ abortSignal: signal }));
          return LABEL_VOLUME in found.Labels;
        } catch (error) {
          if (httpStatusOf(error) === 404) return null;
          throw error;
        }
      },
      { doing: `inspect volume ${name}` },
    );
  }

  async function removeVolume(name: string): Promise<void> {
    const ours = await isOurs(name);
    if (ours === null) return;
    // The operator's own volumes are never deleted, whatever is in them.
    if (!ours) throw new RuntimeFault('docker/failed', `volume ${name} was not made by us and is not removed`);
    // An agent that died while it filled the volume left its helper, and dockerd removes no volume in use.
    await removeHelper(name);
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getVolume(name).remove({ abortSignal: signal });
        } catch (error) {
          if (httpStatusOf(error) !== 404) throw error;
        }
      },
      { doing: `remove volume ${name}` },
    );
  }

  async function removeHelper(volume: string): Promise<void> {
    const name = helperOf(volume);
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getContainer(name).remove({ force: true, abortSignal: signal });
        } catch (error) {
          if (httpStatusOf(error) !== 404) throw error;
        }
      },
      { doing: `remove container ${name}` },
    );
  }

  async function fill(
    name: string,
    content: NodeJS.ReadableStream,
    image: ImageReference,
    signal: AbortSignal,
  ): Promise<void> {
    const found = await images.find(image.digest);
    if (found === null) throw new RuntimeFault('docker/failed', `could not fill volume ${name}: its image is not here`);
    await removeHelper(name);
    const id = await client.call(
      async (docker, deadline) =>
        (
          await docker.createContainer({
            name: helperOf(name),
            Image: found.reference,
            // Never run: it only gives dockerd a place to unpack into.
            Entrypoint: ['/noderr-never-started'],
            NetworkDisabled: true,
            HostConfig: {
              NetworkMode: 'none',
              CapDrop: ['ALL'],
              SecurityOpt: ['no-new-privileges'],
              Mounts: [
                {
                  Type: 'volume',
                  Source: name,
                  Target: FILL_PATH,
                  VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: {} } },
                },
              ],
            },
            abortSignal: deadline,
          })
        ).id,
      { doing: `make a container to fill volume ${name}`, signal },
    );
    try {
      const { root, content: entries } = await peekRoot(content);
      if (root !== null) {
        // A service that is not root could not write into a folder that has become root's.
        const folder = await tarOfFolder(root, FILL_FOLDER);
        await client.call(
          (docker, deadline) => docker.getContainer(id).putArchive(folder, { path: '/', abortSignal: deadline }),
          { doing: `give volume ${name} its owner`, signal },
        );
      }
      const body = new PassThrough();
      const upload = client.call(
        (docker, deadline) => docker.getContainer(id).putArchive(body, { path: FILL_PATH, abortSignal: deadline }),
        { doing: `fill volume ${name}`, signal, deadlineMs: STREAM_DEADLINE_MS, again: false },
      );
      // Whichever side fails first ends the other; the content's own error says more than dockerd's.
      const feed = pipeline(entries, body, { signal });
      const [fed, sent] = await Promise.allSettled([feed, upload]);
      if (fed.status === 'rejected' && sent.status === 'fulfilled') throw fed.reason;
      if (sent.status === 'rejected') throw sent.reason;
    } finally {
      await removeHelper(name);
    }
  }

  async function createVolume(
    name: string,
    content: NodeJS.ReadableStream,
    image: ImageReference,
    signal: AbortSignal,
  ): Promise<void> {
    // What a restore that was cut off left behind.
    await removeVolume(name);
    await client.call(
      (docker, deadline) =>
        docker.createVolume({ Name: name, Labels: { [LABEL_VOLUME]: 'restore' }, abortSignal: deadline }),
      { doing: `create volume ${name}`, signal },
    );
    try {
      await fill(name, content, image, signal);
    } catch (error) {
      await removeVolume(name);
      throw error;
    }
  }

  return { readMount, createVolume, removeVolume };
}

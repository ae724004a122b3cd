import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Hex32, ociDigest } from '@noderr/protocol';
import { type ImageReference, type PullProgress } from '../container-runtime.ts';
import { RuntimeFault } from '../runtime-fault.ts';
import { type DockerClient } from './docker-client.ts';
import { dockerFault, httpStatusOf, pullFaultCode } from './docker-fault.ts';
import { ImageInspect, ImageList, PullLine } from './docker-schema.ts';
import { jsonLines } from './json-lines.ts';

export interface RegistryCredentials {
  username: string;
  password: string;
}

export interface DockerImagesOptions {
  /** Hosts that are asked after the image's own, in this order. */
  mirrors: readonly string[];
  /** By host; sent to that host only. */
  credentials: ReadonlyMap<string, RegistryCredentials>;
  /** Names of pins, so that two agents on one daemon keep apart. */
  pinScope: string;
  /** A pull that says nothing for this long is given up; milliseconds. */
  pullIdleMs: number;
}

/** Images by digest: the host that one came from is no part of what it is. */
export interface DockerImages {
  /** The local name under which exactly this digest is here, null when it is not. */
  find(digest: Hex32): Promise<{ reference: string; image: ImageInspect } | null>;
  inspect: (name: string) => Promise<ImageInspect | null>;
  pull: (image: ImageReference, onProgress: (progress: PullProgress) => void, signal: AbortSignal) => Promise<void>;
  pin: (image: ImageReference) => Promise<void>;
  unpin: (image: ImageReference) => Promise<void>;
}

function hasDigest(repoDigests: readonly string[], digest: Hex32): string | undefined {
  return repoDigests.find((entry) => entry.endsWith(`@${ociDigest(digest)}`));
}

function pullFault(error: unknown, reference: string): RuntimeFault {
  if (error instanceof RuntimeFault && error.cause === undefined) {
    return new RuntimeFault(error.code, `could not pull ${reference}: ${error.message}`, { cause: error });
  }
  // dockerd answers some refusals of the registry with a status of its own.
  const status = httpStatusOf(error instanceof Error ? error.cause : null);
  if (error instanceof RuntimeFault && error.code === 'docker/failed' && status !== null) {
    return new RuntimeFault(pullFaultCode(error.message), error.message, { cause: error });
  }
  return dockerFault(error, `pull ${reference}`);
}

function isRegistryFault(error: unknown): error is RuntimeFault {
  return (
    error instanceof RuntimeFault && (error.code.startsWith('registry/') || error.code === 'content/digest-mismatch')
  );
}

export function createDockerImages(client: DockerClient, options: DockerImagesOptions): DockerImages {
  const pinRepository = `noderr-pin/${options.pinScope}`;

  async function inspect(name: string): Promise<ImageInspect | null> {
    return client.call(
      async (docker) => {
        try {
          return ImageInspect.parse(await docker.getImage(name).inspect());
        } catch (error) {
          if (httpStatusOf(error) === 404) return null;
          throw error;
        }
      },
      { doing: `inspect image ${name}` },
    );
  }

  async function find(digest: Hex32): Promise<{ reference: string; image: ImageInspect } | null> {
    const images = await client.read(
      ImageList,
      (docker, signal) => docker.listImages({ all: false, digests: true, abortSignal: signal }),
      { doing: 'list images' },
    );
    for (const entry of images) {
      const reference = hasDigest(entry.RepoDigests, digest);
      const image = reference === undefined ? null : await inspect(reference);
      if (reference !== undefined && image !== null) return { reference, image };
    }
    return null;
  }

  async function readPull(stream: AsyncIterable<Buffer>, onProgress: (progress: PullProgress) => void): Promise<void> {
    for await (const value of jsonLines(stream)) {
      const line = PullLine.safeParse(value);
      if (!line.success) continue;
      const { error, id, progressDetail } = line.data;
      if (error !== undefined) throw new RuntimeFault(pullFaultCode(error), error);
      if (id !== undefined && progressDetail?.current !== undefined) {
        onProgress({ layer: id, current: progressDetail.current, total: progressDetail.total ?? 0 });
      }
    }
  }

  async function pullFrom(
    host: string,
    image: ImageReference,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const reference = `${host}/${image.repository}@${ociDigest(image.digest)}`;
    const idle = new AbortController();
    const timer = setTimeout(() => {
      idle.abort();
    }, options.pullIdleMs);
    const both = AbortSignal.any([signal, idle.signal]);
    const credentials = options.credentials.get(host);
    try {
      const stream = await client.call(
        (docker) =>
          docker.pull(reference, {
            abortSignal: both,
            ...(credentials === undefined ? {} : { authconfig: { ...credentials, serveraddress: host } }),
          }),
        { doing: `pull ${reference}`, signal: both, deadlineMs: options.pullIdleMs },
      );
      stream.on('data', () => timer.refresh());
      const lines = new PassThrough();
      const [fed, read] = await Promise.allSettled([
        pipeline(stream, lines, { signal: both }),
        readPull(lines, onProgress),
      ]);
      // What dockerd said counts more than that its stream then ended early.
      if (read.status === 'rejected') throw read.reason;
      if (fed.status === 'rejected') throw fed.reason;
    } catch (error) {
      signal.throwIfAborted();
      if (idle.signal.aborted) {
        const detail = `nothing came for ${options.pullIdleMs} ms`;
        throw new RuntimeFault('registry/timeout', `could not pull ${reference}: ${detail}`, { cause: error });
      }
      throw pullFault(error, reference);
    } finally {
      clearTimeout(timer);
    }
    const pulled = await inspect(reference);
    if (pulled === null || hasDigest(pulled.RepoDigests, image.digest) === undefined) {
      throw new RuntimeFault('content/digest-mismatch', `what came for ${reference} is not here under that digest`);
    }
    const daemon = await client.version(signal);
    if (pulled.Os !== daemon.Os || pulled.Architecture !== daemon.Arch) {
      throw new RuntimeFault(
        'content/platform-missing',
        `${reference} is for ${pulled.Os}/${pulled.Architecture}, this machine is ${daemon.Os}/${daemon.Arch}`,
      );
    }
  }

  async function pull(
    image: ImageReference,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const hosts = [image.host, ...options.mirrors.filter((mirror) => mirror !== image.host)];
    const faults: RuntimeFault[] = [];
    for (const host of hosts) {
      try {
        await pullFrom(host, image, onProgress, signal);
        return;
      } catch (error) {
        if (!isRegistryFault(error)) throw error;
        faults.push(error);
      }
    }
    const [first] = faults;
    if (first === undefined || faults.length === 1) throw first ?? new Error('no host to pull from');
    throw new RuntimeFault(first.code, faults.map((fault) => fault.message).join('; '), { cause: first });
  }

  async function pin(image: ImageReference): Promise<void> {
    const found = await find(image.digest);
    if (found === null) {
      throw new RuntimeFault('docker/failed', `could not pin ${image.repository}@${ociDigest(image.digest)}: not here`);
    }
    // `docker image prune` removes what has a digest but no tag.
    await client.call(
      (docker, signal) =>
        docker.getImage(found.reference).tag({ repo: pinRepository, tag: image.digest.slice(2), abortSignal: signal }),
      { doing: `pin ${found.reference}` },
    );
  }

  async function removeReference(reference: string): Promise<void> {
    await client.call(
      async (docker, signal) => {
        try {
          await docker.getImage(reference).remove({ abortSignal: signal });
        } catch (error) {
          // Gone already, or a container still needs it: both are as wanted.
          if (![404, 409].includes(httpStatusOf(error) ?? 0)) throw error;
        }
      },
      { doing: `remove image ${reference}`, deadlineMs: 120_000 },
    );
  }

  async function unpin(image: ImageReference): Promise<void> {
    await removeReference(`${pinRepository}:${image.digest.slice(2)}`);
    const found = await find(image.digest);
    if (found === null || found.image.RepoTags.length > 0) return;
    for (const reference of found.image.RepoDigests) await removeReference(reference);
  }

  return { find, inspect, pull, pin, unpin };
}

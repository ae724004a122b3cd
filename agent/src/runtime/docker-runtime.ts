import { statfs } from 'node:fs/promises';
import { type ContainerRuntime } from './container-runtime.ts';
import { type ContainerDescription } from './docker/container-reader.ts';
import { DockerClient } from './docker/docker-client.ts';
import { createDockerContainers } from './docker/docker-containers.ts';
import { parseDockerEndpoint } from './docker/docker-endpoint.ts';
import { readLogTail, runCommand, type UnendedCommands } from './docker/docker-exec.ts';
import { followLog } from './docker/follow-log.ts';
import { createDockerImages, type RegistryCredentials } from './docker/docker-images.ts';
import { DaemonInfo } from './docker/docker-schema.ts';
import { createDockerVolumes } from './docker/docker-volumes.ts';
import { RuntimeFault } from './runtime-fault.ts';

export interface DockerRuntimeOptions {
  /** `unix:///var/run/docker.sock`, or `tcp://host:port` of the filtering proxy. */
  endpoint: string;
  /** Host folders that a template may mount from. */
  allowedBinds?: readonly string[];
  /** Registry hosts that are asked after an image's own. */
  mirrors?: readonly string[];
  /** Registry credentials by host. */
  credentials?: ReadonlyMap<string, RegistryCredentials>;
  /** Lower-case letters and digits; keeps the pins of several agents on one daemon apart. */
  pinScope?: string;
  /** Milliseconds that a call waits for a daemon that restarts; default 20 000. */
  reconnectMs?: number;
  /** Milliseconds without a word after which a pull is given up; default 120 000. */
  pullIdleMs?: number;
}

/** Docker as the agent's container runtime, and what `adopt` needs of it. */
export interface DockerRuntime extends ContainerRuntime {
  readonly kind: 'docker';
  /** A container by id or name as dockerd describes it; null when there is none. */
  describe(idOrName: string): Promise<ContainerDescription | null>;
}

/** Makes no connection yet: the first call does, and each later one finds the daemon again after a restart. */
export function createDockerRuntime(options: DockerRuntimeOptions): DockerRuntime {
  const client = new DockerClient({
    endpoint: parseDockerEndpoint(options.endpoint),
    reconnectMs: options.reconnectMs ?? 20_000,
  });
  const images = createDockerImages(client, {
    mirrors: options.mirrors ?? [],
    credentials: options.credentials ?? new Map(),
    pinScope: options.pinScope ?? 'node',
    pullIdleMs: options.pullIdleMs ?? 120_000,
  });
  const containers = createDockerContainers(client, images, { allowedBinds: options.allowedBinds ?? [] });
  const volumes = createDockerVolumes(client, images);
  const unended: UnendedCommands = new Map();

  async function freeBytes(): Promise<number> {
    const { DockerRootDir: root } = await client.read(DaemonInfo, (docker) => docker.info(), {
      doing: 'ask for the data folder',
    });
    try {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    } catch (error) {
      throw new RuntimeFault('docker/failed', `could not see how much space is free in ${root}`, { cause: error });
    }
  }

  return {
    kind: 'docker',
    async ping(signal) {
      await client.call((docker) => docker.ping(), {
        doing: 'reach dockerd',
        signal,
        deadlineMs: 5_000,
        again: false,
      });
    },
    list: containers.list,
    inspect: containers.inspect,
    describe: containers.describe,
    async hasImage(image) {
      return (await images.find(image.digest)) !== null;
    },
    pull: images.pull,
    pin: images.pin,
    unpin: images.unpin,
    create: containers.create,
    start: containers.start,
    stop: containers.stop,
    rename: containers.rename,
    setRestartPolicy: containers.setRestartPolicy,
    remove: containers.remove,
    logTail: (id, bytes) => readLogTail(client, id, bytes),
    followLogs: (id, from, signal) => followLog(client, id, from, signal),
    exec: (id, command, timeoutMs) => runCommand(client, unended, id, command, timeoutMs),
    readMount: volumes.readMount,
    createVolume: volumes.createVolume,
    removeVolume: volumes.removeVolume,
    freeBytes,
  };
}

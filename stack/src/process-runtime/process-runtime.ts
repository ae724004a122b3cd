import { mkdir, statfs } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import {
  type ContainerRuntime,
  type ContainerStatus,
  type CreateRequest,
  RuntimeFault,
  type ServiceTemplate,
} from '@noderr/agent';
import { OciFault } from '@noderr/oci';
import { withMachineLock } from '../process/machine-lock.ts';
import { type ContainerRecord } from './container-record.ts';
import { containerStatus } from './container-status.ts';
import { ContainerStore } from './container-store.ts';
import { followOutput } from './follow-output.ts';
import { fileTail } from './file-tail.ts';
import { commandOnHost, environmentOnHost } from './host-paths.ts';
import { createImageStore, type UnpackedImage } from './image-store.ts';
import { runCommand } from './run-command.ts';
import { runtimeFaultOf } from './runtime-fault-of.ts';
import { startShim, stopShim } from './shim-process.ts';
import { VolumeStore } from './volume-store.ts';

/**
 * The agent's container runtime for machines without Docker: the same verified OCI image is unpacked and run as a child
 * process. It isolates nothing, so it is for demos and tests only; whatever shows a node says so.
 */
export function createProcessRuntime(root: string): ContainerRuntime {
  const containers = new ContainerStore(join(root, 'containers'));
  const volumes = new VolumeStore(join(root, 'volumes'));
  const images = createImageStore(join(root, 'images'));

  const statusOf = (record: ContainerRecord): ContainerStatus => containerStatus(containers, record);

  function existing(id: string): ContainerRecord {
    const record = containers.find(id);
    if (record === null) throw new RuntimeFault('docker/failed', `there is no container ${id}`);
    return record;
  }

  async function imageOf(record: Pick<ContainerRecord, 'digest'>): Promise<UnpackedImage> {
    const image = await images.find(record.digest);
    if (image === null) throw new RuntimeFault('start/create-failed', `the image ${record.digest} is not here`);
    return image;
  }

  async function create(request: CreateRequest): Promise<ContainerStatus> {
    const same = containers.all().find((record) => record.name === request.name);
    if (same) {
      if (same.digest === request.image.digest && same.labels?.attemptId === request.labels.attemptId) {
        return statusOf(same);
      }
      throw new RuntimeFault('docker/name-taken', `the name ${request.name} belongs to the container ${same.id}`);
    }
    const { rootfs, config } = await imageOf(request.image);
    const mounts = mountsOf(request.template, request.volumes, volumes);
    const address = containers.freeAddress();
    const command = request.template.command ?? config.config.cmd;
    return statusOf(
      containers.add({
        name: request.name,
        labels: request.labels,
        digest: request.image.digest,
        restartPolicy: request.restartPolicy,
        address,
        command: commandOnHost([...config.config.entrypoint, ...command], rootfs),
        environment: {
          ...environmentOnHost({ ...pairs(config.config.env), ...request.template.environment }, mounts),
          LISTEN_HOST: address,
        },
        workingDirectory: rootfs,
        mounts,
      }),
    );
  }

  return {
    kind: 'process',
    async ping() {
      await mkdir(root, { recursive: true });
    },
    list: (nodeId, names) =>
      Promise.resolve(
        containers
          .all()
          .filter((record) => record.labels?.nodeId === nodeId || names.includes(record.name))
          .map(statusOf),
      ),
    inspect(id) {
      const record = containers.find(id);
      return Promise.resolve(record && statusOf(record));
    },
    async hasImage(image) {
      return (await images.find(image.digest)) !== null;
    },
    async pull(image, onProgress, signal) {
      try {
        await images.pull(image, onProgress, signal);
      } catch (error) {
        throw error instanceof OciFault ? runtimeFaultOf(error) : error;
      }
    },
    // Nothing prunes images here.
    pin: () => Promise.resolve(),
    unpin: () => Promise.resolve(),
    // Agents of one machine must not choose the same address or name.
    create: (request, signal = new AbortController().signal) =>
      withMachineLock(join(root, 'create'), signal, () => create(request)),
    async start(id) {
      await startShim(containers, existing(id).id);
    },
    async stop(id, timeoutS) {
      await stopShim(containers, existing(id).id, timeoutS);
    },
    rename(id, name) {
      const record = existing(id);
      const other = containers.all().find((candidate) => candidate.name === name && candidate.id !== id);
      if (other) throw new RuntimeFault('docker/name-taken', `the name ${name} belongs to the container ${other.id}`);
      containers.save({ ...record, name });
      return Promise.resolve();
    },
    setRestartPolicy(id, restartPolicy) {
      containers.save({ ...existing(id), restartPolicy });
      return Promise.resolve();
    },
    async remove(id) {
      if (containers.find(id) === null) return;
      await stopShim(containers, id, 0);
      containers.remove(id);
    },
    logTail(id, bytes) {
      return Promise.resolve(fileTail(join(containers.folder(id), 'output.log'), bytes));
    },
    followLogs(id, from, signal) {
      return followOutput(join(containers.folder(id), 'output.log'), from, () => containers.isUp(id), signal);
    },
    async exec(id, command, timeoutMs) {
      const record = existing(id);
      const { rootfs } = await imageOf(record);
      return runCommand(commandOnHost(command, rootfs), record, timeoutMs);
    },
    readMount(id, mountPath, signal) {
      const folder = existing(id).mounts[mountPath];
      if (folder === undefined) throw new RuntimeFault('docker/failed', `${id} has no mount ${mountPath}`);
      return Promise.resolve(volumes.read(folder, basename(mountPath), signal));
    },
    async createVolume(name, content, _image, signal) {
      await volumes.fill(name, content, signal);
    },
    removeVolume(name) {
      volumes.remove(name);
      return Promise.resolve();
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
  };
}

function mountsOf(
  template: ServiceTemplate,
  restored: ReadonlyMap<string, string>,
  volumes: VolumeStore,
): Record<string, string> {
  return Object.fromEntries(
    template.mounts.map(({ source, target }) => {
      const name = restored.get(target) ?? source;
      return [target, isAbsolute(name) ? name : volumes.ensure(name)];
    }),
  );
}

function pairs(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

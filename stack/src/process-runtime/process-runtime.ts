import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type ContainerRuntime,
  type ContainerStatus,
  type CreateRequest,
  RuntimeFault,
  type ServiceTemplate,
} from '@noderr/agent';
import { OciFault } from '@noderr/oci';
import { withMachineLock } from '../process/machine-lock.ts';
import { identify, isAlive, signal as signalProcess } from '../process/process-identity.ts';
import { type ContainerRecord, SHIM_GO, shimBegins } from './container-record.ts';
import { ContainerStore } from './container-store.ts';
import { followOutput } from './follow-output.ts';
import { commandOnHost, environmentOnHost } from './host-paths.ts';
import { createImageStore, type UnpackedImage } from './image-store.ts';
import { runtimeFaultOf } from './runtime-fault-of.ts';
import { VolumeStore } from './volume-store.ts';

const SHIM = fileURLToPath(new URL('shim.ts', import.meta.url));
const POLL_MS = 25;
/** Long, as a whole fleet may start at once on two cores; a shim that ends is told at once. */
const START_TIMEOUT_MS = 120_000;

/**
 * The agent's container runtime for machines without Docker: the same verified OCI image is unpacked and run as a child
 * process. It isolates nothing, so it is for demos and tests only; whatever shows a node says so.
 */
export function createProcessRuntime(root: string): ContainerRuntime {
  const containers = new ContainerStore(join(root, 'containers'));
  const volumes = new VolumeStore(join(root, 'volumes'));
  const images = createImageStore(join(root, 'images'));

  function statusOf(record: ContainerRecord): ContainerStatus {
    const status = containers.status(record.id);
    const running = containers.isRunning(record.id);
    const shimAlive = status !== null && isAlive(status.shim);
    const state = running ? 'running' : status === null ? 'created' : shimAlive ? 'restarting' : 'exited';
    return {
      id: record.id,
      name: record.name,
      labels: record.labels,
      state,
      exitCode: running ? null : (status?.exitCode ?? null),
      restartCount: status?.restartCount ?? 0,
      startedAt: status?.startedAt ?? null,
      restartPolicy: record.restartPolicy,
      imageDigest: record.digest,
      address: running ? record.address : null,
      foreignOwner: null,
    };
  }

  function existing(id: string): ContainerRecord {
    const record = containers.find(id);
    if (record === null) throw new RuntimeFault('docker/failed', `there is no container ${id}`);
    return record;
  }

  /** Runs, or is about to be started again. */
  function isUp(id: string): boolean {
    const status = containers.status(id);
    return status !== null && (isAlive(status.shim) || containers.isRunning(id));
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

  async function start(id: string): Promise<void> {
    existing(id);
    const status = containers.status(id);
    if (containers.isRunning(id) || (status !== null && isAlive(status.shim))) return;
    const folder = containers.folder(id);
    const log = openSync(join(folder, 'shim.log'), 'a');
    const shim = spawn(process.execPath, [SHIM, folder], { detached: true, stdio: ['pipe', log, log] });
    closeSync(log);
    // A shim that dies at once breaks the pipe; the loop below tells.
    shim.stdin?.on('error', () => undefined);
    await once(shim, 'spawn');
    shim.unref();
    const identity = shim.pid === undefined ? null : identify(shim.pid);
    if (identity) {
      // It runs nothing before it is told to, and is told only when whoever looks can see that it is about to.
      containers.saveStatus(id, shimBegins(identity));
      shim.stdin?.end(SHIM_GO);
    }
    const began = Date.now();
    for (;;) {
      const now = containers.status(id);
      if (now !== null && now.shim.pid === shim.pid && (now.child !== null || now.exitCode !== null)) return;
      if (identity === null || !isAlive(identity) || Date.now() - began > START_TIMEOUT_MS) {
        throw new RuntimeFault('start/create-failed', `the container ${id} did not start: see ${folder}/shim.log`);
      }
      await delay(POLL_MS);
    }
  }

  async function stop(id: string, timeoutS: number): Promise<void> {
    existing(id);
    const status = containers.status(id);
    if (status === null) return;
    const { shim } = status;
    // A shim that was killed leaves its child behind: then the child itself is asked to end.
    const orphan = isAlive(shim) ? null : status.child;
    signalProcess(orphan ?? shim, 'SIGTERM');
    const deadline = Date.now() + timeoutS * 1000;
    for (;;) {
      const child = containers.status(id)?.child ?? null;
      if (!isAlive(shim) && (child === null || !isAlive(child))) return;
      if (Date.now() >= deadline && child) signalProcess(child, 'SIGKILL');
      await delay(POLL_MS);
    }
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
    start,
    stop,
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
      await stop(id, 0);
      containers.remove(id);
    },
    logTail(id, bytes) {
      return Promise.resolve(tail(join(containers.folder(id), 'output.log'), bytes));
    },
    followLogs(id, from, signal) {
      return followOutput(join(containers.folder(id), 'output.log'), from, () => isUp(id), signal);
    },
    async exec(id, command, timeoutMs) {
      const record = existing(id);
      const { rootfs } = await imageOf(record);
      return execute(commandOnHost(command, rootfs), record, timeoutMs);
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

async function execute(
  command: readonly string[],
  record: ContainerRecord,
  timeoutMs: number,
): Promise<{ exitCode: number; output: string }> {
  const [program, ...args] = command;
  if (program === undefined) throw new RuntimeFault('docker/failed', 'an empty command cannot be run');
  const child = spawn(program, args, {
    cwd: record.workingDirectory,
    env: record.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-4096);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code] = (await once(child, 'close')) as [number | null];
  return { exitCode: code ?? 137, output };
}

function tail(path: string, bytes: number): string {
  try {
    const { size } = statSync(path);
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    const file = openSync(path, 'r');
    readSync(file, buffer, 0, length, size - length);
    closeSync(file);
    return buffer.toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

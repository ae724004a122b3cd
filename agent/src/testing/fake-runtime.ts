import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ContainerLogLine,
  type ContainerRuntime,
  type ContainerStatus,
  type CreateRequest,
  type ImageReference,
  type LogStart,
} from '../runtime/container-runtime.ts';
import { RuntimeFault } from '../runtime/runtime-fault.ts';
import { type FakeContainer, type FakeWorld } from './fake-world.ts';
import { type KillSwitch } from './kill-switch.ts';

const LOG_POLL_MS = 5;

/** Docker's rules over a world in memory: one name one container, ids never reused, only stopped ones are removed. */
export class FakeRuntime implements ContainerRuntime {
  readonly kind = 'docker';
  readonly #world: FakeWorld;
  readonly #kill: KillSwitch;
  /** Calls that fail from now on, by method. */
  readonly failing = new Map<keyof ContainerRuntime, RuntimeFault>();

  constructor(world: FakeWorld, kill: KillSwitch) {
    this.#world = world;
    this.#kill = kill;
  }

  #do<T>(method: keyof ContainerRuntime, act: () => T): Promise<T> {
    return this.#kill.around(() => {
      const fault = this.failing.get(method);
      if (fault) throw fault;
      return act();
    });
  }

  #demand(id: string): FakeContainer {
    const container = this.#world.containers.get(id);
    if (!container) throw new RuntimeFault('docker/failed', `no such container: ${id}`);
    return container;
  }

  #statusOf({ status, mounts }: FakeContainer): ContainerStatus {
    return { ...status, volumes: Object.fromEntries(mounts) };
  }

  ping(): Promise<void> {
    return this.#do('ping', () => undefined);
  }

  list(nodeId: string, names: readonly string[]): Promise<ContainerStatus[]> {
    return this.#do('list', () =>
      [...this.#world.containers.values()]
        .filter(({ status }) => status.labels?.nodeId === nodeId || names.includes(status.name))
        .map((container) => this.#statusOf(container)),
    );
  }

  inspect(id: string): Promise<ContainerStatus | null> {
    return this.#do('inspect', () => {
      const container = this.#world.containers.get(id);
      return container ? this.#statusOf(container) : null;
    });
  }

  hasImage(image: ImageReference): Promise<boolean> {
    return this.#do('hasImage', () => this.#world.images.has(image.digest));
  }

  pull(image: ImageReference): Promise<void> {
    return this.#do('pull', () => {
      this.#world.images.add(image.digest);
    });
  }

  pin(image: ImageReference): Promise<void> {
    return this.#do('pin', () => {
      if (!this.#world.images.has(image.digest)) throw new RuntimeFault('docker/failed', 'no such image');
      this.#world.pins.add(image.digest);
    });
  }

  unpin(image: ImageReference): Promise<void> {
    return this.#do('unpin', () => {
      this.#world.pins.delete(image.digest);
    });
  }

  create(request: CreateRequest): Promise<ContainerStatus> {
    return this.#do('create', () => {
      if (!this.#world.images.has(request.image.digest)) throw new RuntimeFault('docker/failed', 'no such image');
      this.#assertFree(request.name);
      return this.#world.create(request);
    });
  }

  start(id: string): Promise<void> {
    return this.#do('start', () => {
      const container = this.#demand(id);
      if (container.status.state !== 'running') this.#world.start(container);
    });
  }

  stop(id: string): Promise<void> {
    return this.#do('stop', () => {
      const container = this.#demand(id);
      const { imageDigest, state } = container.status;
      const stuck = imageDigest !== null && this.#world.unstoppable.get(imageDigest)?.();
      if (stuck && state === 'running') throw new RuntimeFault('docker/failed', `could not kill ${id}`);
      this.#world.stop(container);
    });
  }

  rename(id: string, name: string): Promise<void> {
    return this.#do('rename', () => {
      const container = this.#demand(id);
      if (container.status.name === name) return;
      this.#assertFree(name);
      container.status.name = name;
    });
  }

  setRestartPolicy(id: string, policy: 'no' | 'unless-stopped'): Promise<void> {
    return this.#do('setRestartPolicy', () => {
      this.#demand(id).status.restartPolicy = policy;
    });
  }

  remove(id: string): Promise<void> {
    return this.#do('remove', () => {
      const container = this.#world.containers.get(id);
      if (!container) return;
      if (container.status.state === 'running') throw new RuntimeFault('docker/failed', 'container is running');
      this.#world.containers.delete(id);
    });
  }

  logTail(id: string): Promise<string> {
    return this.#do('logTail', () => `last words of ${id}`);
  }

  async *followLogs(id: string, from: LogStart, signal: AbortSignal): AsyncGenerator<ContainerLogLine> {
    let next = 'after' in from ? Number(from.after) : 0;
    for (;;) {
      // asked first, so that what a container wrote before it ended is told
      const running = this.#world.containers.get(id)?.status.state === 'running';
      const lines = this.#world.logs.get(id) ?? [];
      for (; next < lines.length; next += 1) {
        yield { position: String(next + 1), timestampMs: Date.now(), stream: 'stdout', text: lines[next] ?? '' };
      }
      if (!running) return;
      await delay(LOG_POLL_MS, undefined, { signal });
    }
  }

  exec(): Promise<{ exitCode: number; output: string }> {
    return this.#do('exec', () => ({ exitCode: 0, output: '' }));
  }

  readMount(): Promise<NodeJS.ReadableStream> {
    return this.#do('readMount', () => Readable.from([]));
  }

  createVolume(name: string): Promise<void> {
    return this.#do('createVolume', () => {
      this.#world.volumes.set(name, []);
    });
  }

  removeVolume(name: string): Promise<void> {
    return this.#do('removeVolume', () => {
      if (this.#world.usersOf(name) > 0) throw new RuntimeFault('docker/failed', `volume ${name} is in use`);
      this.#world.volumes.delete(name);
    });
  }

  freeBytes(): Promise<number> {
    return this.#do('freeBytes', () => this.#world.freeBytes);
  }

  #assertFree(name: string): void {
    if ([...this.#world.containers.values()].some(({ status }) => status.name === name)) {
      throw new RuntimeFault('docker/name-taken', `the name ${name} is taken`);
    }
  }
}

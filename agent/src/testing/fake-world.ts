import { type Hex32 } from '@noderr/protocol';
import { type ContainerStatus, type CreateRequest } from '../runtime/container-runtime.ts';

export interface FakeContainer {
  status: ContainerStatus;
  /** Volume by mount path. */
  mounts: Map<string, string>;
  service: string;
}

/** What a host and its Docker keep while agents come and go: containers, images, data. */
export class FakeWorld {
  readonly containers = new Map<string, FakeContainer>();
  readonly images = new Set<Hex32>();
  readonly pins = new Set<Hex32>();
  /** Content of volumes: the digests that ever wrote to them, oldest first. */
  readonly volumes = new Map<string, string[]>();
  /** Digests whose container exits as soon as it is started. */
  readonly exiting = new Set<Hex32>();
  /** Digests whose containers cannot be stopped while this says so. */
  readonly unstoppable = new Map<Hex32, () => boolean>();
  /** Lines that containers have written, by container id. */
  readonly logs = new Map<string, string[]>();
  /** Everything that must never be seen. */
  readonly violations: string[] = [];
  freeBytes = 1e12;
  /** Where running containers answer. */
  address = '10.0.0.2';
  #ids = 0;

  create(request: CreateRequest): ContainerStatus {
    const id = `c${(this.#ids += 1)}`;
    const status: ContainerStatus = {
      id,
      name: request.name,
      labels: request.labels,
      state: 'created',
      exitCode: null,
      restartCount: 0,
      startedAt: null,
      restartPolicy: request.restartPolicy,
      imageDigest: request.image.digest,
      repository: request.image.repository,
      address: null,
      foreignOwner: null,
    };
    const { template, volumes } = request;
    const mounts = new Map(
      template.mounts.map(({ target, source }) => [target, volumes.get(target) ?? source] as const),
    );
    this.containers.set(id, { status, mounts, service: template.service });
    return { ...status, volumes: Object.fromEntries(mounts) };
  }

  start(container: FakeContainer): void {
    const { status } = container;
    const digest = status.imageDigest;
    if (digest === null) throw new Error('a container without an image');
    for (const volume of container.mounts.values()) this.#write(volume, digest);
    const exits = this.exiting.has(digest);
    status.state = !exits ? 'running' : status.restartPolicy === 'no' ? 'exited' : 'restarting';
    status.startedAt = 'then';
    status.address = exits ? null : this.address;
    this.#look();
  }

  stop(container: FakeContainer): void {
    if (container.status.state === 'created') return;
    container.status.state = 'exited';
    container.status.exitCode = 0;
    container.status.address = null;
  }

  /** The host goes down and comes up: Docker starts again only what its restart policy says. */
  reboot(): void {
    for (const container of this.containers.values()) {
      const { status } = container;
      if (status.state !== 'running' && status.state !== 'restarting') continue;
      this.stop(container);
      if (status.restartPolicy !== 'no') this.start(container);
    }
  }

  /** How many containers, running or not, are bound to a volume. */
  usersOf(volume: string): number {
    return [...this.containers.values()].filter(({ mounts }) => [...mounts.values()].includes(volume)).length;
  }

  running(): FakeContainer[] {
    return [...this.containers.values()].filter(
      ({ status }) => status.state === 'running' || status.state === 'restarting',
    );
  }

  #write(volume: string, digest: Hex32): void {
    const content = this.volumes.get(volume) ?? [];
    if (content.at(-1) !== digest) content.push(digest);
    this.volumes.set(volume, content);
  }

  #look(): void {
    const services = this.running().map(({ service }) => service);
    for (const service of new Set(services)) {
      const count = services.filter((other) => other === service).length;
      if (count > 1) this.violations.push(`${count} running containers of ${service}`);
    }
    const sets = new Set(this.running().map(({ status }) => status.labels?.releaseId ?? 'adopted'));
    if (sets.size > 1) this.violations.push(`containers of ${sets.size} sets run at once`);
  }
}

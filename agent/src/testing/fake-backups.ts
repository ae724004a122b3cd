import { randomUUID } from 'node:crypto';
import { type AttemptId, Hex32, type ReleaseId } from '@noderr/protocol';
import {
  type BackupEstimate,
  type BackupRecord,
  type BackupSource,
  type BackupStore,
  type RestoredVolumes,
} from '../attempt/backup-store.ts';
import { type FakeWorld } from './fake-world.ts';
import { type KillSwitch } from './kill-switch.ts';

interface Stored {
  record: BackupRecord;
  /** Content by service and mount path. */
  data: { service: string; mountPath: string; content: string[] }[];
  sealed: boolean;
}

/** Backups that live with the world, so that they survive the agent. */
export class FakeBackupVault {
  readonly stored: Stored[] = [];
  lastSeq = 0;
  /** Nothing can be restored while this says so. */
  unreadable: () => boolean = () => false;
}

export class FakeBackups implements BackupStore {
  readonly #world: FakeWorld;
  readonly #kill: KillSwitch;
  readonly #vault: FakeBackupVault;
  estimated: BackupEstimate = { bytes: 1000, durationMs: 10 };
  /** Sealing fails while this is set. */
  unsealable = false;

  constructor(world: FakeWorld, kill: KillSwitch, vault: FakeBackupVault) {
    this.#world = world;
    this.#kill = kill;
    this.#vault = vault;
  }

  estimate(): Promise<BackupEstimate> {
    return Promise.resolve(this.estimated);
  }

  create(request: Parameters<BackupStore['create']>[0]): Promise<BackupRecord | null> {
    return this.#kill.around(() => {
      const { attemptId, releaseId, at, sources } = request;
      const data = sources.flatMap((source) => this.#mountsOf(source));
      if (data.length === 0) return null;
      const record: BackupRecord = {
        id: randomUUID(),
        attemptId,
        releaseId,
        seq: (this.#vault.lastSeq += 1),
        sizeBytes: 1000,
        sha256: Hex32.parse(`0x${'ab'.repeat(32)}`),
        at,
        mounts: data.map(({ service, mountPath }) => ({
          service: service,
          mountPath,
        })),
      };
      this.#vault.stored.push({ record, data, sealed: false });
      return record;
    });
  }

  seal(record: BackupRecord): Promise<void> {
    return this.#kill.around(() => {
      if (this.unsealable) throw new Error('no room to seal');
      const stored = this.#vault.stored.find((candidate) => candidate.record.id === record.id);
      if (stored) stored.sealed = true;
    });
  }

  async restore(request: Parameters<BackupStore['restore']>[0]): Promise<RestoredVolumes> {
    const { record, attemptId } = request;
    const stored = this.#vault.stored.find((candidate) => candidate.record.id === record.id);
    if (!stored || this.#vault.unreadable()) throw new Error('no such backup');
    if (this.#world.running().length > 0) this.#world.violations.push('restored while a container ran');
    const restored = new Map<string, Map<string, string>>();
    for (const { service, mountPath, content } of stored.data) {
      const volume = `${service}${mountPath.replaceAll('/', '-')}-${attemptId.slice(0, 8)}`;
      if (this.#world.usersOf(volume) > 0) this.#world.violations.push(`restored into ${volume}, which is in use`);
      await this.#kill.around(() => this.#world.volumes.set(volume, [...content]));
      restored.set(service, (restored.get(service) ?? new Map<string, string>()).set(mountPath, volume));
    }
    return restored;
  }

  find(releaseId: ReleaseId): Promise<BackupRecord | null> {
    const found = this.#vault.stored.filter(({ record }) => record.releaseId === releaseId);
    return Promise.resolve(found.at(-1)?.record ?? null);
  }

  discard(attemptId: AttemptId): Promise<void> {
    return this.#kill.around(() => {
      const { stored } = this.#vault;
      const staged = stored.filter(({ record, sealed }) => record.attemptId === attemptId && !sealed);
      for (const backup of staged) stored.splice(stored.indexOf(backup), 1);
    });
  }

  #mountsOf(source: BackupSource): Stored['data'] {
    const container = this.#world.containers.get(source.containerId);
    if (container?.status.state === 'running') this.#world.violations.push('backed up while it ran');
    return source.template.mounts
      .filter((mount) => mount.backup)
      .map((mount) => {
        const volume = container?.mounts.get(mount.target) ?? mount.source;
        const content = [...(this.#world.volumes.get(volume) ?? [])];
        return { service: source.service, mountPath: mount.target, content };
      });
  }
}

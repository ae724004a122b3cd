import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { type BackupEstimate, type BackupSource, type BackupStore } from '../../attempt/backup-store.ts';
import { type NodeIdentity } from '../../identity/node-identity.ts';
import { assertRecipients } from './age-identity.ts';
import { type BackupDeps } from './backup-deps.ts';
import { asBackup, BackupFault } from './backup-fault.ts';
import { createBackupFolder } from './backup-folder.ts';
import { estimateFrom, readHistory } from './backup-history.ts';
import { mountsToBackUp } from './backup-mounts.ts';
import { type ListedBackup, listBackups, newestOf } from './list-backups.ts';
import { restoreBackup } from './restore-backup.ts';
import { type RestoredArchive, restoreToFolder } from './restore-to-folder.ts';
import { sealBackup } from './seal-backup.ts';
import { takeBackup } from './take-backup.ts';

/** Staging file, sealed file, and what a file system wants for itself. */
const DISK_FACTOR = 2.1;

export interface BackupOptions {
  /** Private to the agent: holds `staging`, `sealed`, `history.json` and `age-identity`. */
  folder: string;
  /** age public keys, beside the node's own, that backups are encrypted to. */
  recipients: readonly string[];
  /** An update whose backup would stop the node longer than this many milliseconds is refused. */
  maxGapMs: number;
}

export interface BackupStoreDeps extends Pick<BackupDeps, 'runtime' | 'clock' | 'logger'> {
  identity: NodeIdentity;
  newId?: () => string;
}

/** The store with what the operator's commands need of it. */
export interface NodeBackups extends BackupStore {
  listBackups(): Promise<ListedBackup[]>;
  restoreToFolder(id: string, folder: string, signal: AbortSignal): Promise<RestoredArchive[]>;
}

/** @throws BackupFault backup/failed where a recipient is no age public key */
export function createBackupStore(
  { folder: root, recipients, maxGapMs }: BackupOptions,
  { identity, newId = randomUUID, ...rest }: BackupStoreDeps,
): NodeBackups {
  assertRecipients(recipients);
  const folder = createBackupFolder(root, identity);
  const deps: BackupDeps = { ...rest, folder, newId };
  const { nodeId } = identity;

  async function estimate(sources: readonly BackupSource[]): Promise<BackupEstimate> {
    const mounts = mountsToBackUp(sources);
    if (mounts.length === 0) return { bytes: 0, durationMs: 0 };
    await folder.open();
    const estimated = estimateFrom(await readHistory(folder.historyFile), mounts);
    if (estimated.durationMs > maxGapMs) {
      throw new BackupFault(
        'disk/backup-too-large',
        `a backup of ${estimated.bytes} bytes would stop the node for ${estimated.durationMs} ms, over ${maxGapMs}`,
      );
    }
    const { bavail, bsize } = await statfs(root);
    const free = Math.min(bavail * bsize, await deps.runtime.freeBytes());
    const needed = Math.ceil(estimated.bytes * DISK_FACTOR);
    if (free < needed) {
      throw new BackupFault('disk/full', `a backup needs ${needed} bytes, of which ${free} are free`);
    }
    return estimated;
  }

  return {
    estimate: (sources) => asBackup({ doing: 'estimate the backup', code: 'backup/failed' }, () => estimate(sources)),
    create: ({ sources, ...request }, signal) =>
      asBackup({ doing: 'take the backup', code: 'backup/failed', signal }, async () => {
        const mounts = mountsToBackUp(sources);
        return mounts.length === 0 ? null : takeBackup(deps, nodeId, { ...request, mounts }, signal);
      }),
    seal: (record, signal) =>
      asBackup({ doing: `seal backup ${record.id}`, code: 'backup/unsealed', signal }, () =>
        sealBackup(deps, { nodeId, recipients }, record, signal),
      ),
    restore: (request, signal) =>
      asBackup({ doing: `restore backup ${request.record.id}`, code: 'backup/failed', signal }, () =>
        restoreBackup(deps, request, signal),
      ),
    find: (releaseId) =>
      asBackup({ doing: 'look for a backup', code: 'backup/failed' }, () => newestOf(folder, releaseId)),
    discard: (attemptId) =>
      asBackup({ doing: 'discard a staged backup', code: 'backup/failed' }, () => folder.removeStaged(attemptId)),
    listBackups: () => asBackup({ doing: 'list the backups', code: 'backup/failed' }, () => listBackups(folder)),
    restoreToFolder: (id, target, signal) =>
      asBackup({ doing: `restore backup ${id}`, code: 'backup/failed', signal }, () =>
        restoreToFolder(folder, id, target, signal),
      ),
  };
}

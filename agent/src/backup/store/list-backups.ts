import { type Ms } from '@noderr/protocol';
import { type BackupRecord } from '../../attempt/backup-store.ts';
import { type BackupFolder } from './backup-folder.ts';

/** A line of `noderr-agent backup list`. */
export type ListedBackup =
  | { state: 'staged' | 'sealed'; record: BackupRecord; sealedAt: Ms | null; sizeBytes: number }
  | { state: 'unusable'; name: string; problem: string };

/** The newest first, unusable ones last; sizes are compared, hashes are not. */
export async function listBackups(folder: BackupFolder): Promise<ListedBackup[]> {
  const { stored, unusable } = await folder.list();
  const usable: ListedBackup[] = [];
  const broken: ListedBackup[] = unusable.map(({ name, problem }) => ({ state: 'unusable', name, problem }));
  for (const backup of stored.sort((a, b) => b.manifest.record.seq - a.manifest.record.seq)) {
    const { record, sealed } = backup.manifest;
    if (await folder.isWhole(backup)) {
      const { sizeBytes } = sealed ?? record;
      usable.push({ state: sealed ? 'sealed' : 'staged', record, sealedAt: sealed?.at ?? null, sizeBytes });
    } else {
      broken.push({ state: 'unusable', name: backup.name, problem: 'its file is gone or cut off' });
    }
  }
  return [...usable, ...broken];
}

/** The newest backup taken when leaving a release whose file is whole. */
export async function newestOf(folder: BackupFolder, releaseId: number): Promise<BackupRecord | null> {
  for (const backup of await listBackups(folder)) {
    if (backup.state !== 'unusable' && backup.record.releaseId === releaseId) return backup.record;
  }
  return null;
}

import { existsSync } from 'node:fs';
import { createBackupFolder } from '../backup/store/backup-folder.ts';
import { asBackup } from '../backup/store/backup-fault.ts';
import { type ListedBackup, listBackups } from '../backup/store/list-backups.ts';
import { type RestoredArchive, restoreToFolder } from '../backup/store/restore-to-folder.ts';
import { openIdentity } from '../identity/node-identity.ts';
import { stateFolderAt } from '../state-folder.ts';
import { CliFault } from './cli-fault.ts';

export type UsableBackup = Exclude<ListedBackup, { state: 'unusable' }>;

/** The backups of a state folder, only to be read. */
export interface OpenedBackups {
  list(): Promise<ListedBackup[]>;
  /** By its id or a beginning of it that no other has. @throws CliFault backup/missing */
  find(id: string): Promise<UsableBackup>;
  /** @throws BackupFault backup/missing, backup/failed, disk/full */
  restoreToFolder(id: string, folder: string, signal: AbortSignal): Promise<RestoredArchive[]>;
}

/** @throws CliFault where no node has its state there */
export function openBackups(stateDir: string): OpenedBackups {
  const { backups, keyFile } = stateFolderAt(stateDir);
  // opening an identity would make one
  if (!existsSync(keyFile)) {
    throw new CliFault(
      'refused',
      'state/missing',
      `no node has its state in ${stateDir}: name its settings with --config`,
    );
  }
  const folder = createBackupFolder(backups, openIdentity(keyFile));
  const list = (): Promise<ListedBackup[]> =>
    asBackup({ doing: 'list the backups', code: 'backup/failed' }, () => listBackups(folder));
  return {
    list,
    async find(id) {
      const usable = (await list()).filter((backup) => backup.state !== 'unusable');
      const found = usable.filter(({ record }) => record.id.startsWith(id));
      const [first] = found;
      if (first && found.length === 1) return first;
      const why = first ? `${found.length} backups begin with ${id}` : `there is no usable backup ${id}`;
      throw new CliFault('refused', 'backup/missing', `${why}: see \`noderr-agent backup list\``);
    },
    restoreToFolder: (id, target, signal) =>
      asBackup({ doing: `restore backup ${id}`, code: 'backup/failed', signal }, () =>
        restoreToFolder(folder, id, target, signal),
      ),
  };
}

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupFault } from './backup-fault.ts';
import { type BackupFolder } from './backup-folder.ts';
import { writePrivateFile } from './private-file.ts';
import { findBackup, openVerified } from './verified-content.ts';

export interface RestoredArchive {
  service: string;
  mountPath: string;
  file: string;
}

/**
 * Writes the mounts of a backup into an empty folder, one tar archive each: owners and modes stay as they were, and
 * nothing in them can reach out of the folder.
 * @throws BackupFault backup/missing, backup/failed, disk/full
 */
export async function restoreToFolder(
  folder: BackupFolder,
  id: string,
  target: string,
  signal: AbortSignal,
): Promise<RestoredArchive[]> {
  const { stored } = await folder.list();
  const record = stored.find(({ manifest }) => manifest.record.id === id)?.manifest.record;
  if (!record) throw new BackupFault('backup/missing', `there is no backup ${id}: see \`noderr-agent backup list\``);
  const content = await openVerified(folder, await findBackup(folder, record), signal);
  await mkdir(target, { recursive: true, mode: 0o700 });
  if ((await readdir(target)).length > 0) throw new BackupFault('backup/failed', `folder ${target} is not empty`);
  const written: RestoredArchive[] = [];
  try {
    for await (const { service, mountPath, content: bytes } of content) {
      const file = join(target, `${service}.${encodeURIComponent(mountPath.slice(1))}.tar`);
      await writePrivateFile(file, bytes, { signal });
      written.push({ service, mountPath, file });
    }
  } catch (error) {
    for (const { file } of written) await rm(file, { force: true });
    throw error;
  }
  return written;
}

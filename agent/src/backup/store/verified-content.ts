import { isDeepStrictEqual } from 'node:util';
import { type BackupRecord } from '../../attempt/backup-store.ts';
import { readAgeIdentity } from './age-identity.ts';
import { decryptWith } from './age-stream.ts';
import { readArchive, type StoredMount } from './archive-reader.ts';
import { BackupFault } from './backup-fault.ts';
import { type BackupFolder, type StoredBackup } from './backup-folder.ts';
import { createMeasure, isSame, measureFile, readBytes } from './measure.ts';

/**
 * The backup of a record, staged or sealed, whose manifest says exactly what the record says.
 * @throws BackupFault backup/missing, backup/failed
 */
export async function findBackup(folder: BackupFolder, record: BackupRecord): Promise<StoredBackup> {
  const staged = await folder.read('staging', record);
  const backup = staged?.manifest.record.id === record.id ? staged : await folder.read('sealed', record);
  if (!backup) throw new BackupFault('backup/missing', `backup ${record.id} of release ${record.releaseId} is gone`);
  const found = backup.manifest.record;
  if (found.seq < record.seq) {
    throw new BackupFault(
      'backup/failed',
      `backup ${record.id} was replaced by an older one: ${found.seq} < ${record.seq}`,
    );
  }
  if (!isDeepStrictEqual(found, record)) {
    throw new BackupFault('backup/failed', `the manifest of backup ${record.id} is that of another one, ${found.id}`);
  }
  return backup;
}

/**
 * Compares every byte of a backup with its signed manifest, and only then gives its mounts; reading them ends with an
 * error unless the hash of what was read is that of the record.
 * @throws BackupFault backup/missing, backup/failed
 */
export async function openVerified(
  folder: BackupFolder,
  backup: StoredBackup,
  signal: AbortSignal,
): Promise<AsyncGenerator<StoredMount>> {
  const { record, sealed } = backup.manifest;
  if (!(await folder.isWhole(backup))) {
    throw new BackupFault('backup/missing', `the file of backup ${record.id} is gone or cut off`);
  }
  if (!isSame(await measureFile(backup.file, signal), sealed ?? record)) {
    throw new BackupFault('backup/failed', `the file of backup ${record.id} is not what was written`);
  }
  const bytes = readBytes(backup.file, signal);
  return allMounts(record, sealed === null ? bytes : await decrypted(folder, record, bytes));
}

async function decrypted(
  folder: BackupFolder,
  record: BackupRecord,
  bytes: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const identity = await readAgeIdentity(folder.ageIdentityFile);
  try {
    return await decryptWith(identity, bytes);
  } catch (cause) {
    const message = `backup ${record.id} is not encrypted to this node's age key: restore the key, or use an offline one`;
    throw new BackupFault('backup/failed', message, { cause });
  }
}

async function* allMounts(record: BackupRecord, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StoredMount> {
  const measure = createMeasure();
  let index = 0;
  for await (const mount of readArchive(measure.through(bytes))) {
    const expected = record.mounts[index];
    if (expected?.service !== mount.service || expected.mountPath !== mount.mountPath) {
      throw new BackupFault('backup/failed', `backup ${record.id} holds other mounts than its manifest says`);
    }
    index += 1;
    yield mount;
  }
  if (index !== record.mounts.length || !isSame(measure.result(), record)) {
    throw new BackupFault('backup/failed', `the content of backup ${record.id} is not what was backed up`);
  }
}

import { type NodeId } from '@noderr/protocol';
import { type BackupRecord } from '../../attempt/backup-store.ts';
import { ownRecipient } from './age-identity.ts';
import { encryptTo } from './age-stream.ts';
import { type BackupDeps } from './backup-deps.ts';
import { BackupFault } from './backup-fault.ts';
import { type BackupFolder } from './backup-folder.ts';
import { createMeasure, isSame, readBytes } from './measure.ts';
import { writePrivateFile } from './private-file.ts';

const MAX_SEALED_BACKUPS = 3;

/** Encrypts a staged backup; the staging file goes only when the sealed one and its manifest are durable. */
export async function sealBackup(
  { folder, clock, logger }: BackupDeps,
  { nodeId, recipients }: { nodeId: NodeId; recipients: readonly string[] },
  record: BackupRecord,
  signal: AbortSignal,
): Promise<void> {
  await folder.open();
  if (!(await isSealed(folder, record))) {
    const staged = await folder.read('staging', record);
    if (staged?.manifest.record.id !== record.id || !(await folder.isWhole(staged))) {
      throw new BackupFault('backup/missing', `the staging file of backup ${record.id} is gone or cut off`);
    }
    const [plain, cipher] = [createMeasure(), createMeasure()];
    const everybody = [await ownRecipient(folder.ageIdentityFile), ...recipients];
    const encrypted = encryptTo(everybody, plain.through(readBytes(staged.file, signal)));
    const check = (): void => {
      if (isSame(plain.result(), record)) return;
      throw new BackupFault('backup/failed', `the staging file of backup ${record.id} is not what was written`);
    };
    await writePrivateFile(folder.fileOf('sealed', record), cipher.through(encrypted), { signal, check });
    const sealed = { ...cipher.result(), at: clock.now() };
    await folder.writeManifest('sealed', { record, nodeId, sealed });
    logger.info({ backup: record.id, bytes: sealed.sizeBytes }, 'backup sealed');
  }
  await folder.removeStaged(record.attemptId);
  await prune(folder);
}

async function isSealed(folder: BackupFolder, record: BackupRecord): Promise<boolean> {
  const sealed = await folder.read('sealed', record);
  return sealed !== null && (await folder.isWhole(sealed));
}

async function prune(folder: BackupFolder): Promise<void> {
  const { stored } = await folder.list();
  const sealed = stored
    .filter(({ place }) => place === 'sealed')
    .sort((a, b) => b.manifest.record.seq - a.manifest.record.seq);
  for (const { place, name } of sealed.slice(MAX_SEALED_BACKUPS)) await folder.remove(place, name);
  await folder.removeLeftovers('sealed');
}

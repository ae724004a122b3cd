import { type AttemptId, type Ms, type NodeId, type ReleaseId } from '@noderr/protocol';
import { BackupRecord } from '../../attempt/backup-store.ts';
import { elapsedMs } from '../../clock.ts';
import { writeArchive } from './archive-writer.ts';
import { type BackupDeps } from './backup-deps.ts';
import { type BackupFolder } from './backup-folder.ts';
import { type BackupHistory, readHistory, withTake, writeHistory } from './backup-history.ts';
import { type BackupMount } from './backup-mounts.ts';
import { createMeasure } from './measure.ts';
import { writePrivateFile } from './private-file.ts';

export interface TakeRequest {
  attemptId: AttemptId;
  releaseId: ReleaseId;
  at: Ms;
  mounts: readonly BackupMount[];
}

/** Streams the mounts into one staging file; the record is worth nothing before it is returned. */
export async function takeBackup(
  { folder, runtime, clock, logger, newId }: BackupDeps,
  nodeId: NodeId,
  { mounts, ...request }: TakeRequest,
  signal: AbortSignal,
): Promise<BackupRecord> {
  await folder.open();
  // No attempt begins while a backup waits to be sealed, so what is staged now belongs to attempts that ended.
  await clearStaging(folder);
  const history = await readHistory(folder.historyFile);
  const id = newId();
  const seq = 1 + (await highestSeq(folder, history));

  const begun = clock.monotonic();
  const over = new AbortController();
  const reading = AbortSignal.any([signal, over.signal]);
  const read = mounts.map(({ service, mountPath }) => ({ service, mountPath, bytes: 0 }));
  const archive = writeArchive(
    mounts.map(({ containerId, service, mountPath }, index) => ({
      service,
      mountPath,
      open: () => runtime.readMount(containerId, mountPath, reading),
      onRead: (bytes) => {
        const mount = read[index];
        if (mount) mount.bytes += bytes;
      },
    })),
  );
  const measure = createMeasure();
  const draft = { id, seq, ...request, mounts: mounts.map(({ service, mountPath }) => ({ service, mountPath })) };
  const file = folder.fileOf('staging', draft);
  try {
    await writePrivateFile(file, measure.through(archive), { signal });
  } finally {
    over.abort();
  }
  const record = BackupRecord.parse({ ...draft, ...measure.result() });
  const durationMs = elapsedMs(begun, clock.monotonic());
  const take = durationMs === null ? null : { bytes: record.sizeBytes, durationMs, mounts: read };
  await writeHistory(folder.historyFile, withTake(history, seq, take));
  await folder.writeManifest('staging', { record, nodeId, sealed: null });
  logger.info({ backup: id, releaseId: record.releaseId, bytes: record.sizeBytes, durationMs }, 'backup taken');
  return record;
}

async function clearStaging(folder: BackupFolder): Promise<void> {
  const { stored, unusable } = await folder.list();
  for (const { place, name } of [...stored, ...unusable]) {
    if (place === 'staging') await folder.remove(place, name);
  }
  await folder.removeLeftovers('staging');
}

async function highestSeq(folder: BackupFolder, history: BackupHistory): Promise<number> {
  const { stored } = await folder.list();
  return Math.max(history.lastSeq, ...stored.map(({ manifest }) => manifest.record.seq));
}

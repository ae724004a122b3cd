import { createHash } from 'node:crypto';
import { type AttemptId } from '@noderr/protocol';
import { type BackupRecord, type BackupSource, type RestoredVolumes } from '../../attempt/backup-store.ts';
import { type BackupDeps } from './backup-deps.ts';
import { BackupFault } from './backup-fault.ts';
import { type BackupMount, mountsToRestore } from './backup-mounts.ts';
import { findBackup, openVerified } from './verified-content.ts';

export interface RestoreRequest {
  record: BackupRecord;
  attemptId: AttemptId;
  sources: readonly BackupSource[];
}

/** Fills one fresh volume per mount; nothing is made before the whole backup was compared with its manifest. */
export async function restoreBackup(
  { folder, runtime, logger }: BackupDeps,
  { record, attemptId, sources }: RestoreRequest,
  signal: AbortSignal,
): Promise<RestoredVolumes> {
  const plan = mountsToRestore(record, sources).map((mount) => ({
    mount,
    volume: volumeName(record, attemptId, mount),
  }));
  const content = await openVerified(folder, await findBackup(folder, record), signal);
  const volumes = new Map<string, Map<string, string>>();
  try {
    for await (const { service, mountPath, content: bytes } of content) {
      const target = plan.find(({ mount }) => mount.service === service && mount.mountPath === mountPath);
      if (!target) throw new BackupFault('backup/failed', `no volume is planned for ${mountPath} of ${service}`);
      await runtime.createVolume(target.volume, bytes, target.mount.image, signal);
      volumes.set(service, (volumes.get(service) ?? new Map<string, string>()).set(mountPath, target.volume));
    }
  } catch (error) {
    const removals = await Promise.allSettled(plan.map(({ volume }) => runtime.removeVolume(volume)));
    const left = removals.filter(({ status }) => status === 'rejected').length;
    if (left > 0) logger.warn({ backup: record.id, left }, 'volumes of a failed restore could not be removed');
    throw error;
  }
  logger.info({ backup: record.id, volumes: plan.length }, 'backup restored');
  return volumes;
}

/** The same for the same restore, so that one that was interrupted is made anew and not beside the first. */
function volumeName(
  record: BackupRecord,
  attemptId: AttemptId,
  mount: Pick<BackupMount, 'service' | 'mountPath'>,
): string {
  const { service, mountPath } = mount;
  const hash = createHash('sha256')
    .update(JSON.stringify([record.id, attemptId, service, mountPath]))
    .digest('hex');
  return `noderr-${service}-${record.seq}-${hash.slice(0, 16)}`;
}

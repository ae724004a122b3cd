import { type BackupRecord, type BackupSource } from '../../attempt/backup-store.ts';
import { type ImageReference } from '../../runtime/container-runtime.ts';
import { BackupFault } from './backup-fault.ts';

/** A mount that goes into a backup, with what is needed to read it and to fill a fresh volume. */
export interface BackupMount {
  service: string;
  mountPath: string;
  containerId: string;
  image: ImageReference;
}

interface Place {
  service: string;
  target: string;
  source: string;
}

/**
 * The mounts of a set that want a backup. Keys and slashing databases must never be in one, so a backup mount that
 * shows a `neverRestore` mount in any way is refused: by its mark, its path in the container, or its source.
 * @throws BackupFault backup/failed
 */
export function mountsToBackUp(sources: readonly BackupSource[]): BackupMount[] {
  const places = sources.flatMap(({ service, template, volumes }) =>
    template.mounts.map((mount) => ({
      mount,
      place: { service, target: mount.target, source: volumes.get(mount.target) ?? mount.source },
    })),
  );
  const wanted = places.filter(({ mount }) => mount.backup);
  const secret = places.filter(({ mount }) => mount.neverRestore);
  for (const { place } of wanted) {
    const shown = secret.find((other) => shows(place, other.place));
    if (shown) {
      throw new BackupFault(
        'backup/failed',
        `mount ${place.target} of ${place.service} is not backed up: it holds ${shown.place.target} of ${shown.place.service}, which is neverRestore; give the keys a mount of their own`,
      );
    }
  }
  return sources.flatMap(({ service, containerId, image, template }) =>
    template.mounts
      .filter((mount) => mount.backup)
      .map((mount) => ({ service, mountPath: mount.target, containerId, image })),
  );
}

/**
 * What a record's mounts are restored into now.
 * @throws BackupFault backup/failed where the templates no longer have such a mount
 */
export function mountsToRestore(record: BackupRecord, sources: readonly BackupSource[]): BackupMount[] {
  const present = mountsToBackUp(sources);
  return record.mounts.map(({ service, mountPath }) => {
    const found = present.find((mount) => mount.service === service && mount.mountPath === mountPath);
    if (found) return found;
    throw new BackupFault(
      'backup/failed',
      `backup ${record.id} holds ${mountPath} of ${service}, which is no backup mount of the set that it should go to`,
    );
  });
}

function shows(backup: Place, secret: Place): boolean {
  if (backup.service === secret.service && isWithin(secret.target, backup.target)) return true;
  // A volume is a whole, a host path holds what lies below it, and what lies below a secret folder is secret.
  return isWithin(secret.source, backup.source) || isWithin(backup.source, secret.source);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

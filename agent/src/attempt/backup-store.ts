import { AttemptId, Hex32, Ms, ReleaseId, ServiceName } from '@noderr/protocol';
import { z } from 'zod';
import { type ImageReference } from '../runtime/container-runtime.ts';
import { type ServiceTemplate } from '../template/service-template.ts';

/** One backup as the journal keeps it: taken when leaving `releaseId`, verified by size and hash before a restore. */
export const BackupRecord = z.object({
  id: z.uuid(),
  attemptId: AttemptId,
  /** The release that was left; 0 where an adopted set without a release id was left. */
  releaseId: ReleaseId,
  /** Rises with every backup of this node; a lower one than the journal's is refused at a restore. */
  seq: z.int().positive(),
  sizeBytes: z.int().nonnegative(),
  /** sha256 of the staging file. */
  sha256: Hex32,
  at: Ms,
  mounts: z.array(z.object({ service: ServiceName, mountPath: z.string() })),
});
export type BackupRecord = z.infer<typeof BackupRecord>;

/** A service whose data is backed up or restored; `image` is what a fresh volume is filled with. */
export interface BackupSource {
  service: string;
  containerId: string;
  template: ServiceTemplate;
  image: ImageReference;
  /** Volumes that stand in for the template's own, by mount path. */
  volumes: ReadonlyMap<string, string>;
}

export interface BackupEstimate {
  bytes: number;
  /** Milliseconds without a running set that the backup will take, judged by the last ones. */
  durationMs: number;
}

/** Fresh volumes by service and mount path. */
export type RestoredVolumes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Backups of a node's data (design §5.3). Only mounts marked `backup` and not `neverRestore` are touched. Faults carry
 * a `code` of FailureCode: backup/failed, backup/missing, backup/unsealed, disk/full, disk/backup-too-large.
 */
export interface BackupStore {
  /** Judged before anything is stopped; touches no container. */
  estimate(sources: readonly BackupSource[]): Promise<BackupEstimate>;
  /**
   * Streams the mounts of stopped containers to a private staging file, hashed while streaming, fsynced. Null where
   * no mount wants a backup. Idempotent per attempt: a left-over staging file of the same attempt is overwritten.
   */
  create(
    request: { attemptId: AttemptId; releaseId: ReleaseId; at: Ms; sources: readonly BackupSource[] },
    signal: AbortSignal,
  ): Promise<BackupRecord | null>;
  /** Encrypts the staging file and signs the manifest, then prunes to the last 3. Idempotent. */
  seal(record: BackupRecord, signal: AbortSignal): Promise<void>;
  /**
   * Checks size, hash, manifest and seq, then fills one fresh volume per mount. The caller guarantees that no
   * container of the node runs. Idempotent per (record, attempt): volumes of an interrupted restore are made anew.
   */
  restore(
    request: { record: BackupRecord; attemptId: AttemptId; sources: readonly BackupSource[] },
    signal: AbortSignal,
  ): Promise<RestoredVolumes>;
  /** The newest intact backup taken when leaving this release, null where there is none. */
  find(releaseId: ReleaseId): Promise<BackupRecord | null>;
  /** Forgets the staging file of an attempt that ended before its swap. Idempotent. */
  discard(attemptId: AttemptId): Promise<void>;
}

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttemptId } from '@noderr/protocol';
import { z } from 'zod';
import { type BackupRecord } from '../../attempt/backup-store.ts';
import { type NodeIdentity } from '../../identity/node-identity.ts';
import { BackupFault } from './backup-fault.ts';
import { type BackupManifest, openManifest, signManifest } from './backup-manifest.ts';
import { isMissing, openPrivateFolder, PARTIAL, readText, syncFolder, writePrivateFile } from './private-file.ts';

const MANIFEST = '.manifest';
/** Staged backups are named by their attempt, sealed ones by their own id. */
const SUFFIX = { staging: '.tar', sealed: '.age' } as const;

export type BackupName = Pick<BackupRecord, 'id' | 'attemptId'>;

export type BackupPlace = keyof typeof SUFFIX;

/** A backup whose manifest this node signed; its file is not looked at yet. */
export interface StoredBackup {
  place: BackupPlace;
  name: string;
  file: string;
  manifest: BackupManifest;
}

export interface UnusableBackup {
  place: BackupPlace;
  name: string;
  problem: string;
}

/** The files of a node's backups. */
export interface BackupFolder {
  readonly historyFile: string;
  readonly ageIdentityFile: string;
  open: () => Promise<void>;
  fileOf: (place: BackupPlace, backup: BackupName) => string;
  writeManifest: (place: BackupPlace, manifest: BackupManifest) => Promise<void>;
  /** Null where there is no manifest. @throws BackupFault backup/failed where it is not ours */
  read: (place: BackupPlace, backup: BackupName) => Promise<StoredBackup | null>;
  list: () => Promise<{ stored: StoredBackup[]; unusable: UnusableBackup[] }>;
  /** True where the file is there in its full size. */
  isWhole: (backup: StoredBackup) => Promise<boolean>;
  remove: (place: BackupPlace, name: string) => Promise<void>;
  removeStaged: (attemptId: AttemptId) => Promise<void>;
  /** Clears what no manifest speaks of: left by a crash. */
  removeLeftovers: (place: BackupPlace) => Promise<void>;
}

export function createBackupFolder(root: string, identity: NodeIdentity): BackupFolder {
  const nameOf = (place: BackupPlace, { id, attemptId }: BackupName): string =>
    place === 'staging' ? AttemptId.parse(attemptId) : z.uuid().parse(id);
  const dataFile = (place: BackupPlace, name: string): string => join(root, place, `${name}${SUFFIX[place]}`);
  const manifestFile = (place: BackupPlace, name: string): string => join(root, place, `${name}${MANIFEST}`);

  async function readNamed(place: BackupPlace, name: string): Promise<StoredBackup | null> {
    const jws = await readText(manifestFile(place, name));
    if (jws === null) return null;
    const manifest = await openManifest(identity, jws);
    if ((manifest.sealed === null) !== (place === 'staging')) {
      throw new BackupFault('backup/failed', `its manifest is not that of a ${place} backup`);
    }
    return { place, name, file: dataFile(place, name), manifest };
  }

  async function filesIn(place: BackupPlace): Promise<string[]> {
    try {
      return await readdir(join(root, place));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async function remove(place: BackupPlace, name: string): Promise<void> {
    // Without its manifest a file is a left-over; the other way round it would look like a loss.
    await rm(manifestFile(place, name), { force: true });
    await rm(dataFile(place, name), { force: true });
    await rm(`${dataFile(place, name)}${PARTIAL}`, { force: true });
    await syncFolder(join(root, place));
  }

  async function open(): Promise<void> {
    await openPrivateFolder(root);
    await openPrivateFolder(join(root, 'staging'));
    await openPrivateFolder(join(root, 'sealed'));
  }

  return {
    historyFile: join(root, 'history.json'),
    ageIdentityFile: join(root, 'age-identity'),
    open,
    fileOf: (place, backup) => dataFile(place, nameOf(place, backup)),
    async writeManifest(place, manifest) {
      const jws = Buffer.from(signManifest(identity, manifest));
      await writePrivateFile(manifestFile(place, nameOf(place, manifest.record)), [jws]);
    },
    read: (place, backup) => readNamed(place, nameOf(place, backup)),
    async list() {
      const stored: StoredBackup[] = [];
      const unusable: UnusableBackup[] = [];
      for (const place of ['sealed', 'staging'] as const) {
        for (const file of await filesIn(place)) {
          if (!file.endsWith(MANIFEST)) continue;
          const name = file.slice(0, -MANIFEST.length);
          try {
            const backup = await readNamed(place, name);
            if (backup) stored.push(backup);
          } catch (error) {
            if (!(error instanceof BackupFault)) throw error;
            unusable.push({ place, name, problem: error.message });
          }
        }
      }
      return { stored, unusable };
    },
    async isWhole({ file, manifest: { sealed, record } }) {
      try {
        return (await stat(file)).size === (sealed ?? record).sizeBytes;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    remove,
    async removeStaged(attemptId) {
      await open();
      await remove('staging', AttemptId.parse(attemptId));
    },
    async removeLeftovers(place) {
      const files = await filesIn(place);
      const named = new Set(
        files.filter((file) => file.endsWith(MANIFEST)).map((file) => file.slice(0, -MANIFEST.length)),
      );
      for (const file of files) {
        const orphan = file.endsWith(SUFFIX[place]) && !named.has(file.slice(0, -SUFFIX[place].length));
        if (orphan || file.endsWith(PARTIAL)) await rm(join(root, place, file), { force: true });
      }
    },
  };
}

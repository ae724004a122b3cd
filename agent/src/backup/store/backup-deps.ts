import { type Clock } from '../../clock.ts';
import { type Logger } from '../../logs/logger.ts';
import { type ContainerRuntime } from '../../runtime/container-runtime.ts';
import { type BackupFolder } from './backup-folder.ts';

/** What the jobs of the store share. */
export interface BackupDeps {
  folder: BackupFolder;
  runtime: Pick<ContainerRuntime, 'readMount' | 'createVolume' | 'removeVolume' | 'freeBytes'>;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  logger: Pick<Logger, 'info' | 'warn'>;
  newId: () => string;
}

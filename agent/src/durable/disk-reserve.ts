import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { isDiskFull } from './disk-full.ts';
import { writeDurably } from './write-durably.ts';

const BYTES = 1_048_576;

/**
 * Room set aside on the agent's own disk. An attempt begins only where the room is there, so that one that has begun can
 * be written down to its end, and the old container come back, when something else fills the disk meanwhile.
 */
export interface DiskReserve {
  /** Sets the room aside again where it was given up. @throws the disk's own error where there is none */
  refill(): void;
  /** Writes; where the disk is full the room is given up and the write done once more. */
  spend(write: () => void): void;
}

export function openDiskReserve(path: string): DiskReserve {
  return {
    refill() {
      if (statSync(path, { throwIfNoEntry: false })?.size === BYTES) return;
      try {
        // Random, so that no file system stores it as less than it is.
        writeDurably(path, randomBytes(BYTES));
      } catch (error) {
        rmSync(`${path}.tmp`, { force: true });
        throw error;
      }
    },
    spend(write) {
      try {
        write();
      } catch (error) {
        if (!isDiskFull(error) || statSync(path, { throwIfNoEntry: false }) === undefined) throw error;
        rmSync(path);
        write();
      }
    },
  };
}

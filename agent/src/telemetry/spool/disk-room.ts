import { statfsSync } from 'node:fs';

const LOOK_EVERY_MS = 5_000;
/** Part of the disk that is left to everybody else. */
const LEFT_FREE = 0.1;

/** Whether the spool may grow on its disk; looked at every 5 s. */
export interface DiskRoom {
  readonly isFree: boolean;
}

export function createDiskRoom(freeShare: () => number, monotonicMs: () => number): DiskRoom {
  let looked: { at: number; isFree: boolean } | null = null;
  return {
    get isFree() {
      const at = monotonicMs();
      if (looked === null || at - looked.at >= LOOK_EVERY_MS) looked = { at, isFree: freeShare() >= LEFT_FREE };
      return looked.isFree;
    },
  };
}

/** Free part of the disk that a folder is on, 0…1. */
export function freeShareOf(folder: string): number {
  try {
    const { bavail, blocks } = statfsSync(folder);
    return blocks === 0 ? 1 : bavail / blocks;
  } catch {
    // open: the write itself will tell whether there is room
    return 1;
  }
}

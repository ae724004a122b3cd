import { type StatsFs } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Reading, reading } from '../reading.ts';
import { type Mount } from './mounts.ts';

/** A local disk answers in microseconds; milliseconds. */
const PATIENCE_MS = 2_000;

export type StatFs = (path: string) => Promise<Pick<StatsFs, 'bsize' | 'blocks' | 'bavail'>>;

/** Sizes of file systems. One that does not answer is left out, and not asked again before it has. */
export class Filesystems {
  readonly #statfs: StatFs;
  readonly #patienceMs: number;
  readonly #asked = new Set<string>();

  constructor(statfs: StatFs, patienceMs = PATIENCE_MS) {
    this.#statfs = statfs;
    this.#patienceMs = patienceMs;
  }

  async readings(mounts: readonly Mount[]): Promise<Reading[]> {
    return (await Promise.all(mounts.map((mount) => this.#readingsOf(mount)))).flat();
  }

  async #readingsOf({ mountpoint, fstype, readonly }: Mount): Promise<Reading[]> {
    const space = this.#asked.has(mountpoint) ? null : await this.#ask(mountpoint);
    if (space === null) return [];
    const labels = { mountpoint, fstype };
    return [
      reading('node_filesystem_size_bytes', space.blocks * space.bsize, labels),
      reading('node_filesystem_avail_bytes', space.bavail * space.bsize, labels),
      reading('node_filesystem_readonly', readonly ? 1 : 0, labels),
    ];
  }

  async #ask(mountpoint: string): Promise<Awaited<ReturnType<StatFs>> | null> {
    this.#asked.add(mountpoint);
    const answer = this.#statfs(mountpoint)
      .catch(() => null)
      .finally(() => this.#asked.delete(mountpoint));
    const decided = new AbortController();
    try {
      const late = delay(this.#patienceMs, null, { ref: false, signal: decided.signal }).catch(() => null);
      return await Promise.race([answer, late]);
    } finally {
      decided.abort();
    }
  }
}

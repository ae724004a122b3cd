import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Reading } from '../reading.ts';
import { cpuReadings, type CpuSeconds, parseCpu, steadyCpu } from './cpu.ts';
import { diskReadings } from './disks.ts';
import { Filesystems, type StatFs } from './filesystems.ts';
import { KeptFile } from './kept-file.ts';
import { memoryReadings } from './memory.ts';
import { parseMounts } from './mounts.ts';
import { networkReadings } from './network.ts';

/** Files of /proc, each a part of its own: one that cannot be read takes no other with it. */
const FILES = {
  cpu: 'stat',
  memory: 'meminfo',
  disks: 'diskstats',
  network: 'self/net/dev',
  filesystems: 'self/mountinfo',
} as const;
export type HostPart = keyof typeof FILES;

export interface HostMetricsOptions {
  /** Default `/proc`. */
  proc?: string;
  statfs?: StatFs;
  /** Told of a part that could not be read, each time. */
  onFault: (part: HostPart, error: unknown) => void;
}

/** The machine under node_exporter's names, from /proc, without child processes. */
export class HostMetrics {
  readonly #files: Readonly<Record<HostPart, KeptFile>>;
  readonly #filesystems: Filesystems;
  readonly #onFault: HostMetricsOptions['onFault'];
  #cpu: CpuSeconds | null = null;

  constructor({ proc = '/proc', statfs: ask = statfs, onFault }: HostMetricsOptions) {
    const entries = Object.entries(FILES).map(([part, path]) => [part, new KeptFile(join(proc, path))]);
    this.#files = Object.fromEntries(entries) as Record<HostPart, KeptFile>;
    this.#filesystems = new Filesystems(ask);
    this.#onFault = onFault;
  }

  async readings(): Promise<Reading[]> {
    const mounts = this.#read('filesystems', parseMounts);
    return [
      ...this.#read('cpu', (stat) => {
        this.#cpu = steadyCpu(this.#cpu, parseCpu(stat));
        return cpuReadings(this.#cpu);
      }),
      ...this.#read('memory', memoryReadings),
      ...this.#read('disks', diskReadings),
      ...this.#read('network', networkReadings),
      ...(await this.#filesystems.readings(mounts)),
    ];
  }

  close(): void {
    for (const file of Object.values(this.#files)) file.close();
  }

  #read<T>(part: HostPart, parse: (text: string) => T[]): T[] {
    try {
      return parse(this.#files[part].read());
    } catch (error) {
      this.#onFault(part, error);
      return [];
    }
  }
}

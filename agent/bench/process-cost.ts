import { readFile } from 'node:fs/promises';

/** Kernel clock ticks a second: USER_HZ, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** What a process holds and has used so far. */
export interface ProcessCost {
  rssBytes: number;
  /** Without what is only mapped from files, such as Node's own binary. */
  anonymousBytes: number;
  cpuMs: number;
}

export async function readProcessCost(pid: number): Promise<ProcessCost> {
  const [rollup, stat] = await Promise.all([
    readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  const bytesOf = (name: string): number => {
    const found = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(rollup)?.[1];
    if (found === undefined) throw new Error(`smaps_rollup has no ${name}`);
    return Number(found) * 1024;
  };
  // the name of the program, in brackets, may hold spaces; user and system time are fields 14 and 15
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { rssBytes: bytesOf('Rss'), anonymousBytes: bytesOf('Anonymous'), cpuMs: (ticks / TICKS_PER_SECOND) * 1000 };
}

import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot: field 22 of /proc/PID/stat. */
  start: string;
}

/** The process that has this pid now, or null; zombies count as gone. */
export function identify(pid: number): ProcessIdentity | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const start = fields[19];
  if (fields[0] === 'Z' || fields[0] === 'X' || start === undefined) return null;
  return { pid, start };
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.start === process.start;
}

/** Signals exactly this process; does nothing when it is gone. */
export function signal(target: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

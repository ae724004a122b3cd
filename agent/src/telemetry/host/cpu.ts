import { type Reading, reading } from '../reading.ts';

/** In the order of the columns of /proc/stat; time of guests is within user and nice. */
const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
type Mode = (typeof MODES)[number];

/** USER_HZ: 100 on every platform that Node runs on, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;
/** A counter that goes back by more than this began anew, as when cores are taken away; seconds. */
const STEP_BACK_S = 3;

/** Seconds since boot by mode, summed over all cores. */
export type CpuSeconds = Readonly<Record<Mode, number>>;

/** Reads /proc/stat. @throws RangeError where it has no such line */
export function parseCpu(stat: string): CpuSeconds {
  const columns = /^cpu +(\d+(?: +\d+){7})/m.exec(stat)?.[1]?.split(/ +/);
  if (columns === undefined) throw new RangeError('/proc/stat has no line for all cores');
  const entries = MODES.map((mode, at) => [mode, Number(columns[at]) / TICKS_PER_SECOND]);
  return Object.fromEntries(entries) as CpuSeconds;
}

/** idle and iowait may go back a little (proc(5)); a counter must not, or it would count as one that began anew. */
export function steadyCpu(before: CpuSeconds | null, now: CpuSeconds): CpuSeconds {
  if (before === null || MODES.some((mode) => before[mode] - now[mode] > STEP_BACK_S)) return now;
  return Object.fromEntries(MODES.map((mode) => [mode, Math.max(before[mode], now[mode])])) as CpuSeconds;
}

export function cpuReadings(cpu: CpuSeconds): Reading[] {
  return MODES.map((mode) => reading('node_cpu_seconds_total', cpu[mode], { mode }));
}

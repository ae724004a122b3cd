import { type Reading, reading } from '../reading.ts';

const FIELDS = ['MemTotal', 'MemAvailable'] as const;

/** Total and available memory from /proc/meminfo, bytes. @throws RangeError where one is missing */
export function memoryReadings(meminfo: string): Reading[] {
  return FIELDS.map((field) => {
    const kilobytes = new RegExp(`^${field}: +(\\d+) kB$`, 'm').exec(meminfo)?.[1];
    if (kilobytes === undefined) throw new RangeError(`/proc/meminfo has no ${field}`);
    return reading(`node_memory_${field}_bytes`, Number(kilobytes) * 1024);
  });
}

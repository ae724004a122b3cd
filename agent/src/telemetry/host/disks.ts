import { type Reading, reading } from '../reading.ts';

/** As node_exporter's default: partitions count within their disk, loop and RAM devices are none. */
const NO_DISK = /^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$/;
/** The kernel's own unit in this file, whatever the disk's is. */
const SECTOR_BYTES = 512;
/** Each is two series. */
const MOST_DISKS = 8;

/** Bytes read from and written to each disk since boot, from /proc/diskstats; the first eight disks. */
export function diskReadings(diskstats: string): Reading[] {
  return diskstats
    .split('\n')
    .map((line) => line.trim().split(/ +/))
    .filter(({ length, 2: device }) => length >= 10 && device !== undefined && !NO_DISK.test(device))
    .slice(0, MOST_DISKS)
    .flatMap(({ 2: device = '', 5: sectorsRead, 9: sectorsWritten }) => [
      reading('node_disk_read_bytes_total', Number(sectorsRead) * SECTOR_BYTES, { device }),
      reading('node_disk_written_bytes_total', Number(sectorsWritten) * SECTOR_BYTES, { device }),
    ]);
}

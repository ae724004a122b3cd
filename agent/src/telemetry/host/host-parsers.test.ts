import { describe, expect, it } from 'vitest';
import { type Reading } from '../reading.ts';
import { cpuReadings, parseCpu, steadyCpu } from './cpu.ts';
import { diskReadings } from './disks.ts';
import { Filesystems } from './filesystems.ts';
import { memoryReadings } from './memory.ts';
import { parseMounts } from './mounts.ts';
import { networkReadings } from './network.ts';

// As Linux 6.18 writes them.
const STAT = `cpu  1486180 63278 706874 545295 16783 7 14549 3 5 0
cpu0 739743 31762 348386 287966 3636 4 5196 1 5 0
cpu1 746437 31516 358488 257329 13147 3 9353 2 0 0
intr 1 2 3
`;
const MEMINFO = `MemTotal:       24683620 kB
MemFree:        21958760 kB
MemAvailable:   23864640 kB
Buffers:           74288 kB
`;
const DISKSTATS = `   7       0 loop0 1 0 8 0 1 0 8 0 0 0 0 0 0 0 0 0 0
 254       0 vda 758972 67877 14378658 1008631 1299411 1203235 102784776 1560064 0 567620 2975169
 254       1 vda1 758972 67877 14378658 1008631 1299411 1203235 102784776 1560064 0 567620 2975169
 259       0 nvme0n1 10 0 20 0 30 0 40 0 0 0 0 0 0 0 0 0 0
 259       1 nvme0n1p1 10 0 20 0 30 0 40 0 0 0 0 0 0 0 0 0 0
 253       0 zram0 1 0 8 0 1 0 8 0 0 0 0 0 0 0 0 0 0
`;
const NET_DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 14320630824 6094206    0    0    0     0          0         0 14320630824 6094206    0    0    0     0       0          0
  eth0: 3414920269  133933    0    0    0     0          0         0 11686503   91773    0    0    0     0       0          0
enp1s0:7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0
veth8c21b2a:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
docker0: 1056881   12940    0    0    0     0          0         0  1129792   13785    0    0    0     0       0          0
br-0123456789ab: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
`;
const MOUNTS = `21 26 0:20 / /proc rw,relatime - proc proc rw
22 26 0:21 / /run rw,nosuid shared:5 - tmpfs tmpfs rw,size=12334416k
26 1 254:0 / / ro,relatime shared:1 - ext4 /dev/vda rw,discard
27 26 254:0 /var/lib/docker /var/lib/docker rw,relatime shared:1 - ext4 /dev/vda rw,discard
28 26 254:16 / /srv/my\\040data rw,relatime - xfs /dev/vdb ro,attr2
29 26 0:50 / /mnt/nfs rw - nfs4 server:/export rw
30 26 254:32 / /mnt/old rw - ext4 /dev/vdc rw
31 30 254:48 / /mnt/old rw - ext4 /dev/vdd rw
32 26 0:51 / /var/lib/docker/overlay2/x/merged rw master:9 - overlay overlay rw,lowerdir=/a
`;

/** `name{label="value"} number`, to compare at a glance. */
function texts(readings: readonly Reading[]): string[] {
  return readings.map(({ name, labels, value }) => `${name} ${Object.values(labels).join(' ')} ${value}`);
}

describe('the CPU', () => {
  it('is in seconds by mode, over all cores', () => {
    expect(texts(cpuReadings(parseCpu(STAT)))).toEqual([
      'node_cpu_seconds_total user 14861.8',
      'node_cpu_seconds_total nice 632.78',
      'node_cpu_seconds_total system 7068.74',
      'node_cpu_seconds_total idle 5452.95',
      'node_cpu_seconds_total iowait 167.83',
      'node_cpu_seconds_total irq 0.07',
      'node_cpu_seconds_total softirq 145.49',
      'node_cpu_seconds_total steal 0.03',
    ]);
    expect(() => parseCpu('intr 1\n')).toThrow(RangeError);
  });

  it('never goes back a little, and begins anew when it goes back much', () => {
    const before = parseCpu(STAT);
    const little = { ...before, user: before.user + 1, iowait: before.iowait - 2 };
    expect(steadyCpu(before, little)).toEqual({ ...before, user: before.user + 1 });
    const anew = { ...before, idle: 1 };
    expect(steadyCpu(before, anew)).toEqual(anew);
    expect(steadyCpu(null, before)).toEqual(before);
  });
});

describe('the memory', () => {
  it('is what there is and what could be had, in bytes', () => {
    expect(texts(memoryReadings(MEMINFO))).toEqual([
      'node_memory_MemTotal_bytes  25276026880',
      'node_memory_MemAvailable_bytes  24437391360',
    ]);
    expect(() => memoryReadings('MemTotal: 1 kB\n')).toThrow('MemAvailable');
  });
});

describe('the disks', () => {
  it('are whole ones, in bytes', () => {
    expect(texts(diskReadings(DISKSTATS))).toEqual([
      `node_disk_read_bytes_total vda ${14_378_658 * 512}`,
      `node_disk_written_bytes_total vda ${102_784_776 * 512}`,
      'node_disk_read_bytes_total nvme0n1 10240',
      'node_disk_written_bytes_total nvme0n1 20480',
    ]);
  });

  it('are eight at most', () => {
    const many = Array.from({ length: 300 }, (_, at) => `8 ${at} sd${at}x 1 0 2 0 3 0 4 0 0 0 0`).join('\n');
    expect(diskReadings(many)).toHaveLength(16);
  });
});

describe('the network', () => {
  it('is the devices that reach outside', () => {
    expect(texts(networkReadings(NET_DEV))).toEqual([
      'node_network_receive_bytes_total eth0 3414920269',
      'node_network_transmit_bytes_total eth0 11686503',
      'node_network_receive_bytes_total enp1s0 7',
      'node_network_transmit_bytes_total enp1s0 8',
    ]);
  });
});

describe('the file systems', () => {
  const answer = { bsize: 4096, blocks: 100, bavail: 40 };

  it('are those on disks, each once, as they lie now; what only looks read-only from here is not', () => {
    expect(parseMounts(MOUNTS)).toEqual([
      { mountpoint: '/', fstype: 'ext4', readonly: false },
      { mountpoint: '/srv/my data', fstype: 'xfs', readonly: true },
      { mountpoint: '/mnt/old', fstype: 'ext4', readonly: false },
    ]);
  });

  it('hold the root whatever it is, as in a container', () => {
    expect(parseMounts('26 1 0:51 / / rw - overlay overlay rw\n')).toEqual([
      { mountpoint: '/', fstype: 'overlay', readonly: false },
    ]);
  });

  it('are eight at most', () => {
    const many = Array.from({ length: 300 }, (_, at) => `${at} 1 8:${at} / /m${at} rw - ext4 /dev/d${at} rw`).join(
      '\n',
    );
    expect(parseMounts(many)).toHaveLength(8);
  });

  it('tell size, what may be used of it, and whether they can be written', async () => {
    const filesystems = new Filesystems(() => Promise.resolve(answer));
    const readings = await filesystems.readings([{ mountpoint: '/srv', fstype: 'xfs', readonly: true }]);
    expect(texts(readings)).toEqual([
      'node_filesystem_size_bytes /srv xfs 409600',
      'node_filesystem_avail_bytes /srv xfs 163840',
      'node_filesystem_readonly /srv xfs 1',
    ]);
  });

  it('are left out while they do not answer, and are asked once meanwhile', async () => {
    const asked: string[] = [];
    const hanging = Promise.withResolvers<typeof answer>();
    const filesystems = new Filesystems((path) => {
      asked.push(path);
      return path === '/bad' ? hanging.promise : Promise.resolve(answer);
    }, 5);
    const mounts = ['/bad', '/good'].map((mountpoint) => ({ mountpoint, fstype: 'ext4', readonly: false }));
    expect(await filesystems.readings(mounts)).toHaveLength(3);
    expect(await filesystems.readings(mounts)).toHaveLength(3);
    expect(asked).toEqual(['/bad', '/good', '/good']);
    hanging.resolve(answer);
    await hanging.promise;
    await new Promise(setImmediate);
    expect(await filesystems.readings(mounts)).toHaveLength(6);
  });

  it('that cannot be asked are left out', async () => {
    const filesystems = new Filesystems(() => Promise.reject(new Error('EACCES')));
    expect(await filesystems.readings(parseMounts(MOUNTS))).toEqual([]);
  });
});

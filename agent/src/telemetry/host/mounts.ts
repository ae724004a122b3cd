/**
 * File systems on disks of this machine. Others are no storage, or lie on the network: asking a server that is gone for
 * its free space blocks one of the few threads that the agent's own files need.
 */
const ON_DISK = new Set(
  'ext2 ext3 ext4 xfs btrfs zfs f2fs bcachefs jfs reiserfs nilfs2 vfat exfat ntfs ntfs3 ufs'.split(' '),
);
/** Each is three series. */
const MOST_MOUNTS = 8;
/** Place of the mount point in a line; what lies before " - " is of this mount, what lies after it of its file system. */
const MOUNT_POINT = 4;

export interface Mount {
  mountpoint: string;
  fstype: string;
  /** The file system itself, not only this view of it: systemd's `ProtectSystem` makes the whole tree look so. */
  readonly: boolean;
}

/**
 * The file systems of /proc/self/mountinfo whose space is worth watching, the root among them whatever it is: each device
 * once, at the first of its mount points; the first eight.
 */
export function parseMounts(mounts: string): Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const [device, mount] of lastAtEachPoint(mounts)) {
    if (!byDevice.has(device)) byDevice.set(device, mount);
  }
  return [...byDevice.values()].slice(0, MOST_MOUNTS);
}

/** What is mounted over another one hides it. */
function lastAtEachPoint(mounts: string): [device: string, mount: Mount][] {
  const byPoint = new Map<string, [string, Mount]>();
  for (const line of mounts.split('\n')) {
    const [view = '', filesystem = ''] = line.split(' - ');
    const point = view.split(' ')[MOUNT_POINT];
    const [fstype, device, options] = filesystem.split(' ');
    if (point === undefined || fstype === undefined || device === undefined || options === undefined) continue;
    const mountpoint = unescaped(point);
    byPoint.set(mountpoint, [device, { mountpoint, fstype, readonly: options.split(',').includes('ro') }]);
  }
  return [...byPoint.values()].filter(([, { mountpoint, fstype }]) => mountpoint === '/' || ON_DISK.has(fstype));
}

/** Space, tab, newline and backslash stand there as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

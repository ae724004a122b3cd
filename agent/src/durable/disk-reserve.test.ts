import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskReserve } from './disk-reserve.ts';

function full(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
}

describe('the reserve of a disk', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-reserve-'));
    path = join(folder, 'reserve');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is set aside once, and again when it was given up', () => {
    const reserve = openDiskReserve(path);
    reserve.refill();
    const { ino, size } = statSync(path);
    reserve.refill();
    expect(statSync(path).ino).toBe(ino);
    rmSync(path);
    reserve.refill();
    expect(statSync(path).size).toBe(size);
  });

  it('is given up for a write that finds no room, which is then done again', () => {
    const reserve = openDiskReserve(path);
    reserve.refill();
    let writes = 0;
    reserve.spend(() => {
      writes += 1;
      if (existsSync(path)) throw full();
    });
    expect(writes).toBe(2);
    expect(existsSync(path)).toBe(false);
  });

  it('cannot be given up twice', () => {
    const reserve = openDiskReserve(path);
    expect(() => {
      reserve.spend(() => {
        throw full();
      });
    }).toThrow('ENOSPC');
  });

  it('stays where a write fails for another reason', () => {
    const reserve = openDiskReserve(path);
    reserve.refill();
    expect(() => {
      reserve.spend(() => {
        throw new Error('EIO');
      });
    }).toThrow('EIO');
    expect(existsSync(path)).toBe(true);
  });
});

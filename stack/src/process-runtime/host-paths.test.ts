import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOnHost, environmentOnHost } from './host-paths.ts';

describe('paths of an image on a host', () => {
  let rootfs = '';
  beforeEach(() => {
    rootfs = mkdtempSync(join(tmpdir(), 'noderr-host-paths-'));
    mkdirSync(join(rootfs, 'app'));
    writeFileSync(join(rootfs, 'app', 'server.ts'), '');
  });
  afterEach(() => {
    rmSync(rootfs, { recursive: true });
  });

  it('finds what the image holds below its unpacked root, and leaves other words alone', () => {
    expect(commandOnHost(['/app/server.ts', '--data', '/data', 'app/server.ts'], rootfs)).toEqual([
      join(rootfs, 'app/server.ts'),
      '--data',
      '/data',
      'app/server.ts',
    ]);
  });

  it('turns the value that names a mount into its folder', () => {
    const mounts = { '/data': '/volumes/d' };
    expect(environmentOnHost({ DATA_DIR: '/data', OTHER: '/data/x' }, mounts)).toEqual({
      DATA_DIR: '/volumes/d',
      OTHER: '/data/x',
    });
  });
});

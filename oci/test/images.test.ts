import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OciDigest } from '../src/digest.ts';
import { OciFault } from '../src/fault.ts';
import { buildImage, buildIndex } from '../src/image/build-image.ts';
import { buildLayer, type BuiltLayer, type LayerFile } from '../src/image/build-layer.ts';
import { linuxPlatform } from '../src/image/platform.ts';
import { DEFAULT_UNPACK_LIMITS, unpackImage, type UnpackLimits } from '../src/image/unpack-image.ts';
import { OCI_LAYER, OCI_LAYER_GZIP, OCI_LAYER_ZSTD } from '../src/media-type.ts';
import { type BlobFolder, openBlobFolder } from '../src/store/blob-folder.ts';

type Entry = Parameters<ReturnType<typeof pack>['entry']>[0] & { content?: string };

describe('images', () => {
  let dir: string;
  let blobs: BlobFolder;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'noderr-image-'));
    blobs = await openBlobFolder(join(dir, 'layout'));
  });

  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  /** A layer with whatever an attacker would put into a tar. */
  async function rawLayer(entries: readonly Entry[], type = OCI_LAYER): Promise<BuiltLayer> {
    const tar = pack();
    for (const { content, ...header } of entries) tar.entry(header, content ?? '');
    tar.finalize();
    const parts: Buffer[] = [];
    for await (const part of tar as AsyncIterable<Buffer>) parts.push(part);
    const bytes = Buffer.concat(parts);
    const packed =
      type === OCI_LAYER_ZSTD ? zstdCompressSync(bytes) : type === OCI_LAYER_GZIP ? gzipSync(bytes) : bytes;
    const stored = await blobs.put(packed);
    return {
      descriptor: { mediaType: type, ...stored },
      diffId: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    };
  }

  function unpack(
    layers: readonly BuiltLayer[],
    limits?: UnpackLimits,
    signal = new AbortController().signal,
  ): Promise<void> {
    const image = {
      manifest: {
        schemaVersion: 2,
        layers: layers.map(({ descriptor }) => descriptor),
        config: { mediaType: 'x', digest: 'sha256:', size: 0 },
      },
      config: { ...linuxPlatform('x64'), rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) } },
    } as unknown as Parameters<typeof unpackImage>[0];
    return unpackImage(image, blobs, join(dir, 'root'), { signal, ...(limits === undefined ? {} : { limits }) });
  }

  async function codeOf(unpacking: Promise<void>): Promise<string> {
    return unpacking.then(
      () => 'unpacked',
      (error: unknown) => (error instanceof OciFault ? error.code : Promise.reject(error as Error)),
    );
  }

  function text(path: string): Promise<string> {
    return readFile(join(dir, 'root', path), 'utf8');
  }

  async function exists(path: string): Promise<boolean> {
    return lstat(join(dir, path)).then(
      () => true,
      () => false,
    );
  }

  const files: readonly LayerFile[] = [
    { kind: 'file', path: '/app/run', content: '#!/bin/sh\n', mode: 0o755 },
    { kind: 'directory', path: '/data', mode: 0o700, uid: 1000 },
    { kind: 'symlink', path: '/bin', target: '/app' },
  ];

  it('are the same bytes for the same files in any order', async () => {
    const forwards = await buildLayer(blobs, files);
    expect(await buildLayer(blobs, files.toReversed())).toEqual(forwards);
    const plan = { platform: linuxPlatform('x64'), layers: [forwards], config: { entrypoint: ['/app/run'] } };
    const image = await buildImage(blobs, plan);
    expect(await buildImage(blobs, plan)).toEqual(image);
    expect(await buildIndex(blobs, [image])).toEqual(await buildIndex(blobs, [image]));
  });

  it('take files of this machine, and fail clearly where one is missing', async () => {
    const from = join(dir, 'large');
    const content = Buffer.alloc(3_000_000, 'x');
    await writeFile(from, content);
    await unpack([await buildLayer(blobs, [{ kind: 'copy', path: '/large', from }])]);
    expect((await readFile(join(dir, 'root/large'))).equals(content)).toBe(true);
    await expect(buildLayer(blobs, [{ kind: 'copy', path: '/x', from: join(dir, 'none') }])).rejects.toThrow('ENOENT');
  });

  it('refuse paths that are relative, not normal or given twice', async () => {
    for (const path of ['relative', '/a/../b', '/']) {
      await expect(buildLayer(blobs, [{ kind: 'file', path, content: '' }])).rejects.toThrow('absolute, normal');
    }
    const twice: LayerFile = { kind: 'file', path: '/a', content: '' };
    await expect(buildLayer(blobs, [twice, twice])).rejects.toThrow('given twice');
  });

  it('come out as they went in, compressed or not', async () => {
    await unpack([
      await buildLayer(blobs, files),
      await buildLayer(blobs, [{ kind: 'file', path: '/app/more', content: 'more' }], { compress: false }),
    ]);
    expect(await text('app/run')).toBe('#!/bin/sh\n');
    expect(await text('bin/more')).toBe('more');
    expect((await stat(join(dir, 'root/app/run'))).mode & 0o777).toBe(0o755);
    expect(await readlink(join(dir, 'root/bin'))).toBe('app');
  });

  it('may have layers in gzip and zstd', async () => {
    await unpack([
      await rawLayer([{ name: 'a', content: 'a' }], OCI_LAYER_GZIP),
      await rawLayer([{ name: 'b', content: 'b' }], OCI_LAYER_ZSTD),
    ]);
    expect([await text('a'), await text('b')]).toEqual(['a', 'b']);
  });

  it('lose what a later layer whites out, and nothing else', async () => {
    await unpack([
      await rawLayer([
        { name: 'a/one', content: '1' },
        { name: 'a/two', content: '2' },
        { name: 'b/old', content: 'o' },
        { name: 'c', content: 'c' },
      ]),
      await rawLayer([
        { name: 'a/.wh.one' },
        { name: 'b/new', content: 'n' },
        { name: 'b/.wh..wh..opq' },
        { name: '.wh.none' },
      ]),
    ]);
    expect(await exists('root/a/one')).toBe(false);
    expect(await text('a/two')).toBe('2');
    expect(await exists('root/b/old')).toBe(false);
    expect(await text('b/new')).toBe('n');
    expect(await exists('root/b/.wh..wh..opq')).toBe(false);
  });

  it('may replace a file by a directory, a directory by a file and a link by either', async () => {
    await unpack([
      await rawLayer([
        { name: 'x', content: 'file' },
        { name: 'y/in', content: 'in' },
        { name: 'l', type: 'symlink', linkname: 'y' },
      ]),
      await rawLayer([
        { name: 'x/', type: 'directory' },
        { name: 'y', content: 'file' },
        { name: 'l/', type: 'directory' },
      ]),
    ]);
    expect((await lstat(join(dir, 'root/x'))).isDirectory()).toBe(true);
    expect(await text('y')).toBe('file');
    expect((await lstat(join(dir, 'root/l'))).isDirectory()).toBe(true);
  });

  it('keep hard links and drop setuid bits', async () => {
    await unpack([
      await rawLayer([
        { name: 'su', mode: 0o4755, content: 'su' },
        { name: 'too', type: 'link', linkname: '/su' },
      ]),
    ]);
    const [su, too] = [await stat(join(dir, 'root/su')), await stat(join(dir, 'root/too'))];
    expect(su.ino).toBe(too.ino);
    expect(su.mode & 0o7777).toBe(0o755);
  });

  describe('that are hostile', () => {
    it.each(['../escaped', 'a/../../escaped', '/../escaped', 'a/..'])('cannot write to %s', async (name) => {
      expect(await codeOf(unpack([await rawLayer([{ name, content: 'x' }])]))).toBe('content/malformed');
      expect(await exists('escaped')).toBe(false);
      expect(await exists('root')).toBe(false);
    });

    it.each([
      ['absolute', '/escaped'],
      ['relative', '../../../../escaped'],
      ['hidden', 'd/../../../escaped'],
    ])('cannot write through an %s link', async (_name, linkname) => {
      await writeFile(join(dir, 'victim'), 'safe');
      await unpack([
        await rawLayer([
          { name: 'd', type: 'symlink', linkname: '.' },
          { name: 'deep/er/link', type: 'symlink', linkname },
          { name: 'deep/er/link/file', content: 'x' },
        ]),
      ]);
      expect(await exists('escaped')).toBe(false);
      expect(await text('escaped/file')).toBe('x');
      expect(await text('deep/er/link/file')).toBe('x');
    });

    it('cannot read this machine through a link that stays behind', async () => {
      await unpack([
        await rawLayer([
          { name: 'a/passwd', type: 'symlink', linkname: '/etc/passwd' },
          { name: 'up', type: 'symlink', linkname: '../..' },
        ]),
      ]);
      expect(await readlink(join(dir, 'root/a/passwd'))).toBe('../etc/passwd');
      expect(await readlink(join(dir, 'root/up'))).toBe('.');
    });

    it('cannot take a link elsewhere by a hard link to it', async () => {
      const layer = await rawLayer([
        { name: 'a/b/l', type: 'symlink', linkname: '../../x' },
        { name: 'l', type: 'link', linkname: 'a/b/l' },
      ]);
      expect(await codeOf(unpack([layer]))).toBe('content/malformed');
    });

    it.each(['/etc/hostname', '../../etc/hostname', '/', 'none'])(
      'cannot hard-link %s of this machine',
      async (linkname) => {
        expect(await codeOf(unpack([await rawLayer([{ name: 'l', type: 'link', linkname }])]))).toBe(
          'content/malformed',
        );
      },
    );

    it.each(['.wh...', '.wh..', '.wh.', '../.wh.victim', 'a/.wh...'])('cannot white out by %s', async (name) => {
      await writeFile(join(dir, 'victim'), 'safe');
      expect(await codeOf(unpack([await rawLayer([{ name }])]))).toBe('content/malformed');
      expect(await exists('victim')).toBe(true);
    });

    it('cannot white out through a link', async () => {
      await writeFile(join(dir, 'victim'), 'safe');
      await unpack([
        await rawLayer([{ name: 'up', type: 'symlink', linkname: '..' }]),
        await rawLayer([{ name: 'up/.wh.victim' }, { name: 'up/.wh..wh..opq' }]),
      ]);
      expect(await exists('victim')).toBe(true);
    });

    it('cannot walk in circles', async () => {
      const layer = await rawLayer([
        { name: 'a', type: 'symlink', linkname: 'b' },
        { name: 'b', type: 'symlink', linkname: 'a' },
        { name: 'a/file', content: 'x' },
      ]);
      expect(await codeOf(unpack([layer]))).toBe('content/malformed');
    });

    it('cannot put children below a file', async () => {
      const layer = await rawLayer([
        { name: 'a', content: 'x' },
        { name: 'a/b', content: 'x' },
      ]);
      expect(await codeOf(unpack([layer]))).toBe('content/malformed');
    });

    it.each(['character-device', 'block-device', 'fifo'] as const)('cannot bring a %s', async (type) => {
      expect(await codeOf(unpack([await rawLayer([{ name: 'dev', type }])]))).toBe('content/malformed');
    });

    it('cannot be larger than the limits once unpacked', async () => {
      const bomb = await buildLayer(blobs, [{ kind: 'file', path: '/zeros', content: Buffer.alloc(4_000_000) }]);
      expect(bomb.descriptor.size).toBeLessThan(10_000);
      expect(await codeOf(unpack([bomb], { ...DEFAULT_UNPACK_LIMITS, bytes: 1_000_000 }))).toBe('content/too-large');
      expect(await codeOf(unpack([bomb, bomb], { ...DEFAULT_UNPACK_LIMITS, bytes: 7_000_000 }))).toBe(
        'content/too-large',
      );
      expect(await exists('root.unpacking')).toBe(false);
    });

    it('cannot have more entries than the limits', async () => {
      const many = await rawLayer(Array.from({ length: 11 }, (_, n) => ({ name: `f${n}` })));
      expect(await codeOf(unpack([many], { ...DEFAULT_UNPACK_LIMITS, entries: 10 }))).toBe('content/too-large');
    });

    it('cannot have another content than their config says', async () => {
      const layer = await rawLayer([{ name: 'a', content: 'x' }]);
      const diffId: OciDigest = `sha256:${'0'.repeat(64)}`;
      expect(await codeOf(unpack([{ ...layer, diffId }]))).toBe('content/digest-mismatch');
      expect(await exists('root')).toBe(false);
    });

    it.each([
      ['garbage', OCI_LAYER_GZIP, Buffer.from('garbage')],
      ['a broken-off gzip', OCI_LAYER_GZIP, gzipSync(Buffer.alloc(100_000, 'x')).subarray(0, 100)],
      ['a broken-off tar', OCI_LAYER, Buffer.alloc(700, 'x')],
      ['an unknown type', 'application/x-unknown', Buffer.alloc(1024)],
    ])('cannot be %s', async (_name, mediaType, bytes) => {
      const stored = await blobs.put(bytes);
      expect(await codeOf(unpack([{ descriptor: { mediaType, ...stored }, diffId: stored.digest }]))).toBe(
        'content/malformed',
      );
    });
  });

  it('stop being unpacked when they are told to', async () => {
    const controller = new AbortController();
    controller.abort(new Error('paused'));
    await expect(unpack([await buildLayer(blobs, files)], undefined, controller.signal)).rejects.toThrow('paused');
    expect(await exists('root')).toBe(false);
  });

  it('replace what an interrupted run has left, links included', async () => {
    await symlink('/etc', join(dir, 'root.unpacking'));
    await unpack([await buildLayer(blobs, files)]);
    expect(await text('app/run')).toBe('#!/bin/sh\n');
  });
});

import { createWriteStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OciFault } from '../fault.ts';
import { linkParts, pathParts } from './layer-path.ts';

const MAX_LINKS = 40;

/**
 * A folder that an image is unpacked into. No path, link or whiteout of a layer reaches outside: parents are walked
 * part by part, with links resolved as in a chroot, and links are stored relative so that they stay inside also when
 * the folder is no root. Owners and setuid bits are not kept.
 */
export interface ImageTree {
  directory(parents: readonly string[], name: string, mode: number): Promise<void>;
  file(parents: readonly string[], name: string, mode: number, content: Readable): Promise<void>;
  symlink(parents: readonly string[], name: string, target: string): Promise<void>;
  hardlink(parents: readonly string[], name: string, target: string): Promise<void>;
  /** Removes what lower layers have put there. */
  remove(parents: readonly string[], name: string): Promise<void>;
  /** Removes all that lower layers have put into a directory. */
  empty(parents: readonly string[]): Promise<void>;
  /** What was written so far belongs to the lower layers from now on. */
  nextLayer(): void;
}

export function createImageTree(root: string): ImageTree {
  let written = new Set<string>();

  /** The real parts below the root of a directory, which is made if it is missing. */
  async function realDirectory(parents: readonly string[]): Promise<string[]> {
    let left = [...parents];
    let real: string[] = [];
    let links = 0;
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const path = join(root, ...real, next);
      const found = await lstat(path).catch(() => undefined);
      if (found?.isSymbolicLink() === true) {
        links += 1;
        if (links > MAX_LINKS) throw malformed(`too many links on the way to ${parents.join('/')}`);
        left = [...linkParts(real, await readlink(path)), ...left];
        real = [];
      } else {
        if (found === undefined) await mkdir(path);
        else if (!found.isDirectory()) throw malformed(`${[...real, next].join('/')} is a file and has children`);
        real.push(next);
        if (found === undefined) note(real);
      }
    }
    return real;
  }

  function note(parts: readonly string[]): void {
    written.add(parts.join('/'));
  }

  /** Makes room for an entry and answers its real parts. */
  async function place(parents: readonly string[], name: string): Promise<{ real: string[]; path: string }> {
    const real = [...(await realDirectory(parents)), name];
    const path = join(root, ...real);
    await rm(path, { recursive: true, force: true });
    note(real);
    return { real, path };
  }

  async function removeLower(parts: readonly string[]): Promise<void> {
    const path = join(root, ...parts);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return;
    if (!written.has(parts.join('/'))) {
      await rm(path, { recursive: true, force: true });
    } else if (found.isDirectory()) {
      for (const name of await readdir(path)) await removeLower([...parts, name]);
    }
  }

  return {
    async directory(parents, name, mode) {
      const real = [...(await realDirectory(parents)), name];
      const path = join(root, ...real);
      const found = await lstat(path).catch(() => undefined);
      if (found?.isDirectory() !== true) {
        await rm(path, { force: true });
        await mkdir(path);
      }
      note(real);
      // We must be able to write into it whatever the image says.
      await chmod(path, (mode & 0o777) | 0o700);
    },
    async file(parents, name, mode, content) {
      const { path } = await place(parents, name);
      await pipeline(content, createWriteStream(path, { flags: 'wx' }));
      await chmod(path, mode & 0o777);
    },
    async symlink(parents, name, target) {
      const { real, path } = await place(parents, name);
      const here = real.slice(0, -1);
      const relative = posix.relative(`/${here.join('/')}`, `/${linkParts(here, target).join('/')}`);
      await symlink(relative === '' ? '.' : relative, path);
    },
    async hardlink(parents, name, target) {
      const parts = pathParts(target);
      const last = parts.pop();
      if (last === undefined) throw malformed('a hard link to the root');
      const from = join(root, ...(await realDirectory(parts)), last);
      const found = await lstat(from).catch(() => undefined);
      // A second name for a symbolic link would stand elsewhere and lead elsewhere.
      if (found?.isFile() !== true) throw malformed(`a hard link to ${target}, which is no file`);
      const to = join(root, ...(await realDirectory(parents)), name);
      if (to === from) return;
      const { path } = await place(parents, name);
      await link(from, path);
    },
    async remove(parents, name) {
      await removeLower([...(await realDirectory(parents)), name]);
    },
    async empty(parents) {
      const real = await realDirectory(parents);
      for (const name of await readdir(join(root, ...real))) await removeLower([...real, name]);
    },
    nextLayer() {
      written = new Set();
    },
  };
}

function malformed(why: string): OciFault {
  return new OciFault('content/malformed', `unpack: the layer has ${why}`);
}

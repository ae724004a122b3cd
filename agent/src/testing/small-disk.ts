import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of its own at a new folder, so that it can be filled without harm to the machine; needs root. */
export async function mountSmallDisk(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
}

export async function unmountDisk(folder: string): Promise<void> {
  await run('umount', [folder]);
}

import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The last bytes of a file, as text; empty where there is none. */
export function fileTail(path: string, bytes: number): string {
  try {
    const { size } = statSync(path);
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    const file = openSync(path, 'r');
    readSync(file, buffer, 0, length, size - length);
    closeSync(file);
    return buffer.toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

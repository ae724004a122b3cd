import { readFileSync, statSync } from 'node:fs';

/** Reads a secret's file; what is wrong with it is a fault that names the file and never shows what it holds. */
export function readPrivateFile(option: string, path: string): { content: string; faults: string[] } {
  try {
    const faults =
      (statSync(path).mode & 0o077) === 0 ? [] : [`${option}: ${path} can be read by others: chmod 0400 it`];
    return { content: readFileSync(path, 'utf8'), faults };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { content: '', faults: [`${option}: cannot read ${path} (${code})`] };
  }
}

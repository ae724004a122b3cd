import { readFileSync } from 'node:fs';

/** The words of a process's command line, none where it is gone. */
export function commandOf(pid: number): string[] {
  return wordsOf(`/proc/${pid}/cmdline`);
}

export function environmentOf(pid: number): ReadonlyMap<string, string> {
  const pairs = wordsOf(`/proc/${pid}/environ`).map((word) => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)] as const;
  });
  return new Map(pairs);
}

export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, or not ours to read: then there is nothing to recognise.
    return '';
  }
}

function wordsOf(path: string): string[] {
  return textOf(path)
    .split('\0')
    .filter((word) => word !== '');
}

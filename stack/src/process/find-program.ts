import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first executable of this name on the PATH, or null. */
export function findProgram(name: string, path: string): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return null;
}

/** The first of these programs that is on a PATH: distributions give some a name of their own. */
export function findAnyProgram(names: readonly string[], path: string): string | null {
  return names.map((name) => findProgram(name, path)).find((found) => found !== null) ?? null;
}

import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a program is on these folders of a PATH, null when it is on none of them. */
export async function findProgram(name: string, path: string): Promise<string | null> {
  for (const folder of [...path.split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter((entry) => entry !== '')) {
    const file = join(folder, name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return null;
}

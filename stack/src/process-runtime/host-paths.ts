import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A process has no root of its own here: paths of the image in its command become paths below the unpacked image, and
 * environment values that name a mount become the mount's folder.
 */
export function commandOnHost(command: readonly string[], rootfs: string): string[] {
  return command.map((word) => {
    if (!word.startsWith('/')) return word;
    const inImage = join(rootfs, word);
    return existsSync(inImage) ? inImage : word;
  });
}

export function environmentOnHost(
  environment: Readonly<Record<string, string>>,
  mounts: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, mounts[value] ?? value]));
}

import { open } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** Whether a file's mode keeps it from everybody but its owner. */
function isPrivateMode(mode: number): boolean {
  return (mode & 0o077) === 0;
}

/** Reads a secret; refused if others could read it too. @throws CliError */
export async function readSecretFile(path: string, what: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new CliError('usage', 'cli/unreadable', `${what}: ${path} cannot be read`, 'check the path', { cause });
  });
  try {
    const { mode } = await file.stat();
    if (!isPrivateMode(mode)) {
      throw new CliError(
        'usage',
        'cli/readable-by-others',
        `${what}: ${path} can be read by others`,
        `chmod 0400 ${path}`,
      );
    }
    return (await file.readFile('utf8')).trim();
  } finally {
    await file.close();
  }
}

/** Writes a new file of mode 0400, or 0444; never over another. @throws CliError */
export async function writeNewFile(path: string, content: string, mode: 0o400 | 0o444): Promise<void> {
  const file = await open(path, 'wx', mode).catch((cause: unknown) => {
    const message = `${path} cannot be written, or is there already`;
    throw new CliError('usage', 'cli/exists', message, 'choose another path', { cause });
  });
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

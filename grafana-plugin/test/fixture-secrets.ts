import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two secret files that live as long as a test. */
export interface FixtureSecrets {
  readSecretFile: string;
  adminSecretFile: string;
  remove: () => Promise<void>;
}

export async function fixtureSecrets(): Promise<FixtureSecrets> {
  const folder = await mkdtemp(join(tmpdir(), 'noderr-workbench-'));
  const write = async (name: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o400 });
    return file;
  };
  return {
    readSecretFile: await write('read'),
    adminSecretFile: await write('admin'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

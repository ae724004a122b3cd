import { existsSync } from 'node:fs';
import { readPrivateFile } from '@noderr/settings';
import { type Collect } from './json-file.ts';

/** The one-time join token; null where its file is not named or has been removed, as it may once it was used. */
export function readJoinToken(path: string | undefined, collect: Collect): string | null {
  if (path === undefined || !existsSync(path)) return null;
  const { content, faults } = readPrivateFile('joinTokenFile', path);
  collect(faults);
  const token = content.trim();
  return faults.length > 0 || token === '' ? null : token;
}

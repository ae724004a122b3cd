import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../noderr-command.ts';

const WRITER = join(REPOSITORY, 'alerts/write-alertmanager-config.ts');

/** Writes Alertmanager's configuration with the receivers whose secret files lie in a folder. */
export async function writeAlertmanagerConfig(secrets: string, file: string): Promise<void> {
  await promisify(execFile)(process.execPath, [WRITER, secrets, file]);
}

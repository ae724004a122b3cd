import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startWorkbench, type Workbench } from '@noderr/grafana-plugin/workbench';
import { REPOSITORY } from '../noderr-command.ts';
import { type RunFolder } from '../run/run-folder.ts';

/** Folder of the built plugin. */
export const PLUGIN = `${REPOSITORY}/grafana-plugin/dist`;
const WORKBENCH = `${REPOSITORY}/grafana-plugin/workbench/dist`;

/** Builds the plugin where it was not built yet. */
export async function ensurePluginBuilt(onNote: (line: string) => void): Promise<void> {
  if (existsSync(`${PLUGIN}/module.js`) && existsSync(WORKBENCH)) return;
  onNote('building the pages, once (about a minute)');
  await promisify(execFile)('npm', ['run', 'build:plugin'], { cwd: REPOSITORY, maxBuffer: 64 * 1024 * 1024 });
}

/** The pages without Grafana. */
export function startPages(run: RunFolder, hubUrl: string, port: number): Promise<Workbench> {
  return startWorkbench({
    hubUrl,
    port,
    readSecretFile: run.secretFile('read-secret'),
    adminSecretFile: run.secretFile('admin-secret'),
  });
}

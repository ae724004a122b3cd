import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../noderr-command.ts';

/** Folder of the built plugin. */
export const PLUGIN = join(REPOSITORY, 'grafana-plugin/dist');
/** Written anew by each build. */
const BUILT = [join(PLUGIN, 'module.js'), join(REPOSITORY, 'grafana-plugin/workbench/dist/workbench.js')];
const SOURCES = [
  'grafana-plugin/src',
  'grafana-plugin/workbench/page',
  'grafana-plugin/.config',
  'grafana-plugin/package.json',
  'protocol/src',
  'docs/runbooks',
  'package-lock.json',
].map((path) => join(REPOSITORY, path));

/** Builds the plugin and the workbench's page, unless they are there and no source is younger. */
export async function ensurePluginBuilt(onNote: (line: string) => void): Promise<void> {
  if (!isOutOfDate(BUILT, SOURCES)) return;
  onNote('building the pages (about a minute)');
  await promisify(execFile)('npm', ['run', 'build:plugin'], { cwd: REPOSITORY, maxBuffer: 64 * 1024 * 1024 });
}

/** Whether a file of a build is missing, or older than a source; a folder is as young as its youngest file. */
export function isOutOfDate(built: readonly string[], sources: readonly string[]): boolean {
  if (!built.every((path) => existsSync(path))) return true;
  return Math.min(...built.map(changedAt)) < Math.max(...sources.map(changedAt));
}

function changedAt(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';

export type Program = 'promtool' | 'amtool' | 'prometheus' | 'alertmanager';

/** Debian gives Alertmanager a name of its own. */
const NAMES: Readonly<Record<Program, readonly string[]>> = {
  promtool: ['promtool'],
  amtool: ['amtool'],
  prometheus: ['prometheus'],
  alertmanager: ['alertmanager', 'prometheus-alertmanager'],
};

/** A suite that needs these programs; named and skipped where one is missing, a failure with REQUIRE_ALL=1. */
export function describeWith(programs: readonly Program[], title: string, suite: () => void): void {
  const missing = programs.filter((program) => pathOf(program) === null);
  if (missing.length > 0) {
    const reason = `not on the PATH: ${missing.join(', ')}`;
    if (process.env.REQUIRE_ALL === '1') throw new Error(`${title}: ${reason}`);
    console.warn(`skipped: ${title} (${reason})`);
  }
  describe.skipIf(missing.length > 0)(title, suite);
}

/** Where a program is; throws where `describeWith` would have skipped. */
export function programPath(program: Program): string {
  const path = pathOf(program);
  if (path === null) throw new Error(`${program} is not on the PATH`);
  return path;
}

/** What a tool printed, both streams; throws with it when the tool finds a fault. */
export async function run(program: Program, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(programPath(program), args).catch((error: unknown) => {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  });
  return stdout + stderr;
}

function pathOf(program: Program): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = NAMES[program].flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

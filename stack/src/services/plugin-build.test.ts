import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOutOfDate } from './plugin-build.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noderr-build-'));
  mkdirSync(join(folder, 'src/pages'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, changedAtS: number): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  utimesSync(path, changedAtS, changedAtS);
  return path;
}

it('is out of date where it is not there, or a source deep in a folder is younger', () => {
  const sources = [join(folder, 'src'), file('package.json', 100)];
  file('src/pages/home.tsx', 200);
  const built = [file('module.js', 300), join(folder, 'workbench.js')];
  expect(isOutOfDate(built, sources)).toBe(true);
  file('workbench.js', 300);
  expect(isOutOfDate(built, sources)).toBe(false);
  file('src/pages/home.tsx', 301);
  expect(isOutOfDate(built, sources)).toBe(true);
});

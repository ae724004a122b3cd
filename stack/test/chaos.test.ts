import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram } from '../src/process/find-program.ts';

const CHAOS = fileURLToPath(new URL('../src/chaos-main.ts', import.meta.url));
const anvilMissing = findProgram('anvil', process.env.PATH ?? '') === null;

describe.skipIf(anvilMissing && process.env.REQUIRE_ALL !== '1')('npm run chaos', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nch-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('kills agents in the middle of an update, and nothing runs twice or is lost', async () => {
    const options = ['--kills', '3', '--nodes', '2', '--runtime', 'process', '--seed', '7', '--run-folder', folder];
    const { stdout } = await promisify(execFile)(process.execPath, [CHAOS, ...options]);
    expect(stdout).toContain('chaos: seed 7, 3 kills, 2 nodes on process');
    expect(stdout).toContain('chaos: 3 kills: 3 agents, 0 restarts of dockerd');
    expect(stdout.trim().split('\n').at(-1)).toBe('chaos: 0 double runs, 0 lost containers, every attempt one outcome');
  }, 600_000);
});

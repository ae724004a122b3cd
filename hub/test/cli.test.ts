import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestHubFolder } from '../src/testing/test-hub.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let folder: TestHubFolder;
beforeEach(async () => {
  folder = new TestHubFolder();
  await folder.database.make();
  folder.settings();
});
afterEach(async () => {
  await folder.remove();
});

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(args: string[], env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ ...output, code: code as number | null }));
  return { child, ended };
}

const config = (): string[] => ['--config', join(folder.path, 'hub.json')];

describe('noderr-hub', () => {
  it('ends with 78 and all faults of its settings', async () => {
    const { code, stderr } = await start(['run'], { NODERR_HUB_CHAIN_ID: 'x', NODERR_HUB_NONSENSE: '1' }).ended;
    expect(code).toBe(78);
    expect(stderr).toContain('NODERR_HUB_CHAIN_ID: expected a whole number');
    expect(stderr).toContain('NODERR_HUB_NONSENSE: is not an option');
    expect(stderr).toContain('versionBeaconAddress (NODERR_HUB_VERSION_BEACON_ADDRESS): is required');
    expect(stderr).not.toContain('    at ');
  });

  it('makes tokens and verifies the audit log', async () => {
    const made = await start(['token', 'create', '--join', 'oracle', '--json', ...config()]).ended;
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({
      kind: 'join',
      tier: 'ORACLE',
      token: expect.stringMatching(/^nj_/) as string,
    });
    const read = await start(['token', 'create', '--read', ...config()]).ended;
    expect(read.stdout).toMatch(/^nr_[\w-]{43}\n# read token, until /);
    const audit = await start(['audit', 'verify', '--json', ...config()]).ended;
    expect(JSON.parse(audit.stdout)).toMatchObject({ verified: true, length: 2 });

    const hub = await folder.start();
    await hub.core.db.updateTable('audit').set({ reason: 'edited' }).where('n', '=', 1).execute();
    await hub.close();
    const broken = await start(['audit', 'verify', ...config()]).ended;
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.stdout).toContain('BROKEN at entry 1 of 2');
  });

  it('writes beside a running hub: nothing fails, and the audit log stays one chain', async () => {
    const hub = await folder.start();
    const tokens = Promise.all(
      Array.from({ length: 3 }, () => start(['token', 'create', '--join', 'ALL', ...config()]).ended),
    );
    let made: Ended[] | undefined;
    void tokens.then((ended) => (made = ended));
    let enrolled = 0;
    // Below the limit of enrolments a minute.
    while (made === undefined && enrolled < 300) {
      await hub.node();
      enrolled += 1;
    }
    expect((await tokens).map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(hub.core.fleet.list()).toHaveLength(enrolled);
    expect(await hub.core.audit.verify()).toMatchObject({ brokenAt: null, length: 3 + 2 * enrolled });
    await hub.close();
  });

  it.each([
    [['token', 'create'], 'say --join TIER or --read'],
    [['token', 'create', '--join', 'AGENT'], 'expected one of ALL, ORACLE, GUARDIAN'],
    [['token', 'create', '--join', 'ALL', '--ttl-minutes', '1'], 'expected a whole number from 5'],
  ])('refuses %j', async (args, expected) => {
    const { code, stderr } = await start([...args, ...config()]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });

  it('stops in order on SIGTERM', async () => {
    const { child, ended } = start(['run', ...config()]);
    const listening = new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('the hub listens')) resolve();
      });
      child.once('close', reject);
    });
    await listening;
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('the hub stops');
  });
});

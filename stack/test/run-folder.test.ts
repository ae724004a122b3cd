import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify, isAlive } from '../src/process/process-identity.ts';
import { StartedProcesses, startedProcess } from '../src/process/leftovers.ts';
import { choosePorts, PORT_NAMES, PortTakenError } from '../src/run/ports.ts';
import { attachRunFolder, NoStackError, openRunFolder, RunFolderInUseError } from '../src/run/run-folder.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'noderr-run-folder-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

describe('the run folder', () => {
  it('belongs to one start at a time, and can be attached to while that one runs', () => {
    const path = join(base, 'run');
    expect(() => attachRunFolder(path)).toThrow(NoStackError);
    const run = openRunFolder(path, false);
    expect(() => openRunFolder(path, true)).toThrow(RunFolderInUseError);
    expect(attachRunFolder(path).path).toBe(path);
    run.release();
    expect(() => attachRunFolder(path)).toThrow(NoStackError);
    openRunFolder(path, false).release();
  });

  it('keeps its secrets over a second start, readable to the owner alone, and forgets them at a reset', () => {
    const path = join(base, 'run');
    const first = openRunFolder(path, false);
    expect(first.secret('token', () => 'one')).toBe('one');
    expect(statSync(first.secretFile('token')).mode & 0o777).toBe(0o400);
    first.release();
    const second = openRunFolder(path, false);
    expect(second.secret('token', () => 'two')).toBe('one');
    second.release();
    const third = openRunFolder(path, true);
    expect(third.secret('token', () => 'three')).toBe('three');
    third.release();
  });
});

describe('ports', () => {
  it('are the same at every start, and a stranger on one of them is named', async () => {
    const file = join(base, 'ports.json');
    const chosen = await choosePorts(file, undefined);
    expect(new Set(Object.values(chosen)).size).toBe(PORT_NAMES.length);
    expect(await choosePorts(file, 20_000)).toEqual(chosen);
    const stranger = createServer().listen(chosen.hub, '127.0.0.1');
    await once(stranger, 'listening');
    await expect(choosePorts(file, undefined)).rejects.toThrow(PortTakenError);
    await expect(choosePorts(file, undefined)).rejects.toThrow(`port ${chosen.hub} (hub) is taken`);
    stranger.close();
  });

  it('are never chosen where one of the block is taken', async () => {
    const first = await choosePorts(join(base, 'a.json'), undefined);
    const stranger = createServer().listen(first.pages, '127.0.0.1');
    await once(stranger, 'listening');
    const second = await choosePorts(join(base, 'b.json'), undefined);
    expect(Object.values(second)).not.toContain(first.pages);
    await expect(choosePorts(join(base, 'c.json'), first.chain)).rejects.toThrow('--port-base');
    expect(existsSync(join(base, 'c.json'))).toBe(false);
    stranger.close();
  });
});

describe('what an earlier start left running', () => {
  it('is ended, exactly those processes', async () => {
    const file = join(base, 'started.json');
    const left = spawn('sleep', ['600']);
    const bystander = spawn('sleep', ['600']);
    await Promise.all([once(left, 'spawn'), once(bystander, 'spawn')]);
    const identity = identify(left.pid ?? 0);
    const other = identify(bystander.pid ?? 0);
    if (identity === null || other === null) throw new Error('sleep ended at once');
    try {
      const started = new StartedProcesses(file);
      started.add('hub', identity);
      // The pid of the bystander, as a process had it that ran before.
      started.add('registry', { ...other, start: '1' });
      started.add('hub', identity);
      expect(startedProcess(file, 'hub')).toMatchObject(identity);
      expect(startedProcess(file, 'registry')).toBeNull();
      expect(await new StartedProcesses(file).endLeftovers()).toContain('hub');
      expect(isAlive(identity)).toBe(false);
      expect(isAlive(other)).toBe(true);
    } finally {
      for (const child of [left, bystander]) child.kill('SIGKILL');
    }
  });

  it('says so when its list is damaged', async () => {
    const file = join(base, 'started.json');
    writeFileSync(file, '{"half');
    await expect(new StartedProcesses(file).endLeftovers()).rejects.toThrow(
      'started.json is damaged: begin anew with --reset',
    );
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ContainerStatus, ServiceTemplate } from '@noderr/agent';
import { Hex32 } from '@noderr/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProcessRuntime } from '../src/process-runtime/process-runtime.ts';

const SHIM = fileURLToPath(new URL('../src/process-runtime/shim.ts', import.meta.url));
const START_AND_DIE = fileURLToPath(new URL('start-and-die.ts', import.meta.url));
const DIGEST = Hex32.parse(`0x${'ab'.repeat(32)}`);
const NODE_ID = `0x${'11'.repeat(32)}`;
const KILLS = 8;
/** Milliseconds by which each starter lives longer than the one before. */
const STEP_MS = 12;

/** Command lines of all processes that have this text in theirs. */
function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((command) => command.includes(text));
}

async function eventually(what: string, probe: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 50_000;
  while (!(await probe())) {
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await delay(20);
  }
}

describe('the process runtime', () => {
  let machine: string;
  /** A word on the command line of the service alone. */
  let mark: string;

  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), 'noderr-machine-'));
    mark = `mark-${machine.slice(-6)}`;
    const image = join(machine, 'images', DIGEST.slice(2));
    mkdirSync(join(image, 'rootfs'), { recursive: true });
    writeFileSync(
      join(image, 'config.json'),
      JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        config: { Entrypoint: [process.execPath, '-e', 'setInterval(() => undefined, 1000)', mark] },
        rootfs: { type: 'layers', diff_ids: [] },
      }),
    );
  });

  afterEach(async () => {
    const runtime = createProcessRuntime(machine);
    for (const { id } of await runtime.list(NODE_ID, [])) await runtime.remove(id);
    rmSync(machine, { recursive: true });
  });

  function create(): Promise<ContainerStatus> {
    return createProcessRuntime(machine).create({
      name: 'node',
      image: { host: 'registry.example', repository: 'noderr/node', digest: DIGEST },
      template: ServiceTemplate.parse({ service: 'node', containerName: 'node', health: {} }),
      labels: { nodeId: NODE_ID, service: 'node', releaseId: null, attemptId: null, data: 'compatible' },
      restartPolicy: 'unless-stopped',
      volumes: new Map(),
    });
  }

  it('starts a container once, stops it, and starts it again', async () => {
    const runtime = createProcessRuntime(machine);
    const { id } = await create();
    await runtime.start(id);
    await runtime.start(id);
    expect((await runtime.inspect(id))?.state).toBe('running');
    expect(processesWith(mark)).toHaveLength(1);
    await runtime.stop(id, 10);
    expect((await runtime.inspect(id))?.state).toBe('exited');
    expect(processesWith(mark)).toEqual([]);
    await runtime.start(id);
    expect(processesWith(mark)).toHaveLength(1);
  });

  it('runs nothing for a starter that died before the shim was on record', async () => {
    const { id } = await create();
    const shim = spawn(process.execPath, [SHIM, join(machine, 'containers', id)], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    shim.stdin.end();
    expect(await once(shim, 'exit')).toEqual([0, null]);
    expect((await createProcessRuntime(machine).inspect(id))?.state).toBe('created');
  });

  it('never runs a container that was seen stopped after its starter was killed, nor twice', async () => {
    const runtime = createProcessRuntime(machine);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { id } = await create();
      const starter = spawn(process.execPath, [START_AND_DIE, machine, id], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(starter.stdout, 'data');
      await delay(kill * STEP_MS);
      starter.kill('SIGKILL');
      if (starter.exitCode === null && starter.signalCode === null) await once(starter, 'exit');

      const seen = (await runtime.inspect(id))?.state;
      if (kill % 2 === 0) {
        await runtime.start(id);
        await eventually('it runs', async () => (await runtime.inspect(id))?.state === 'running');
        expect(processesWith(mark), `killed after ${kill * STEP_MS} ms`).toHaveLength(1);
      }
      const folder = join(machine, 'containers', id);
      if (kill % 2 === 1 && seen !== 'running' && seen !== 'restarting') {
        await eventually('late shims to be gone', () => processesWith(folder).length === 0);
        expect(processesWith(mark), `killed after ${kill * STEP_MS} ms`).toEqual([]);
      }
      await runtime.stop(id, 10);
      await eventually('late shims to be gone', () => processesWith(folder).length === 0);
      expect(processesWith(mark)).toEqual([]);
      await runtime.remove(id);
    }
  }, 240_000);
});

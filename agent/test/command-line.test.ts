import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Child } from '@noderr/oci/testing';
import { AttemptId, Hex32, Ms, ReleaseId } from '@noderr/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBackupStore } from '../src/backup/store/create-backup-store.ts';
import { type CommandDeps } from '../src/cli/command-deps.ts';
import { type FoundContainer } from '../src/cli/found-container.ts';
import { runCli } from '../src/cli/run-cli.ts';
import { openIdentity } from '../src/identity/node-identity.ts';
import { createLogger } from '../src/logs/logger.ts';
import { stateFolderAt } from '../src/state-folder.ts';
import { createSystemClock } from '../src/system-clock.ts';
import { AgentOnFakes, untilStatus } from '../src/testing/agent-on-fakes.ts';
import { digestOf, sampleRelease, sampleTemplate, sampleView } from '../src/testing/sample-chain.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ran {
  code: number;
  out: string;
  err: string;
}

let node: AgentOnFakes;
beforeEach(() => {
  node = new AgentOnFakes();
});
afterEach(() => node.end());

/** The command line in this process; what a person answers is given. */
async function cli(args: readonly string[], over: Partial<CommandDeps> = {}): Promise<Ran> {
  const ran = { out: '', err: '' };
  const code = await runCli(['--config', node.folder.configFile, ...args], {
    env: {},
    stdout: (text) => {
      ran.out += text;
    },
    stderr: (text) => {
      ran.err += text;
    },
    confirm: () => Promise.resolve(null),
    signal: new AbortController().signal,
    run: () => Promise.resolve(),
    doctor: () => Promise.resolve([]),
    findContainers: () => Promise.resolve([]),
    ...over,
  });
  return { code, ...ran };
}

/** The command line as an operator starts it. */
function spawned(args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const all = [MAIN, '--config', node.folder.configFile, ...args];
    const child = execFile(process.execPath, all, { env: { PATH: process.env.PATH } }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

describe('noderr-agent beside a running agent', () => {
  it('shows the status to people and to scripts, as a process of its own', async () => {
    await untilStatus(await node.start(), ({ committed }) => committed?.releaseId === 1);
    const [text, json] = await Promise.all([spawned(['status']), spawned(['status', '--json'])]);
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toMatch(/^state +idle since 20/m);
    expect(text.out).toMatch(/^runs +release 1 \(1\.1\.0\)$/m);
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, status: { state: 'idle', committed: { releaseId: 1 } } });
  });

  it('holds the node for a time, for ever, and no longer', async () => {
    const agent = await node.start();
    expect(await cli(['hold', '--minutes', '5', '--reason', 'disk is changed'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^held until 20/) as string,
    });
    expect(agent.status().hold).toMatch(/^by operator until/);
    expect((await cli(['hold'])).out).toBe('held until `hold --off`\n');
    expect(agent.status().hold).toBe('by operator');
    expect((await cli(['hold', '--off'])).out).toBe('no longer held\n');
    expect(agent.status().hold).toBeNull();
  });

  it('lets a failed release be tried again', async () => {
    node.world.exiting.add(digestOf(2));
    const agent = await node.start();
    await untilStatus(agent, ({ state, committed }) => state === 'idle' && committed?.releaseId === 1);
    node.chain.view = sampleView({ target: sampleRelease({ id: 2 }), seq: 2, current: 1 });
    await untilStatus(agent, ({ cannotFollow }) => cannotFollow?.releaseId === 2);
    expect((await cli(['status'])).out).toMatch(/^failed here +2: start\/exited \(1×\)$/m);
    node.world.exiting.clear();
    expect((await cli(['retry'])).code).toBe(0);
    await untilStatus(agent, ({ committed }) => committed?.releaseId === 2);
  });

  it('says when there is nothing to accept', async () => {
    await untilStatus(await node.start(), ({ committed }) => committed?.releaseId === 1);
    expect((await cli(['accept-chain'])).out).toBe('nothing to accept: the state file was not lost\n');
  });

  it('accepts the chain after the state file was lost', async () => {
    const first = await node.start();
    await untilStatus(first, ({ state, committed }) => state === 'idle' && committed?.releaseId === 1);
    await first.close();
    const { memoryFile } = stateFolderAt(node.settings.stateDir);
    writeFileSync(memoryFile, 'damaged');
    await expect(node.start()).rejects.toMatchObject({ code: 'state/unusable' });
    rmSync(memoryFile);
    const agent = await node.start();
    await untilStatus(agent, ({ observeOnly }) => observeOnly);
    expect((await cli(['status'])).out).toMatch(/LOST: only observing/);
    expect((await cli(['accept-chain'])).code).toBe(0);
    await untilStatus(agent, ({ observeOnly, committed }) => !observeOnly && committed?.releaseId === 1);
  });

  it('refuses a second agent on the same state folder', async () => {
    await node.start();
    const second = await spawned(['run']);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toMatch(/an agent runs on this state folder already.*\[agent\/runs-already\]/);
  });
});

describe('noderr-agent adopt', () => {
  const found: FoundContainer = {
    template: sampleTemplate(),
    differences: ['its devices are left out'],
    image: 'registry.example/noderr/oracle',
    state: 'running',
  };
  const findContainers = (): Promise<FoundContainer[]> => Promise.resolve([found]);

  /** Containers that the chain does not know, made by somebody else. */
  async function strangers(): Promise<ReturnType<AgentOnFakes['start']>> {
    const created = node.world.create({
      name: 'node-oracle',
      image: { host: '', repository: 'noderr/oracle', digest: digestOf(9) },
      template: sampleTemplate(),
      labels: { nodeId: '', service: '', releaseId: null, attemptId: null, data: 'compatible' },
      restartPolicy: 'unless-stopped',
      volumes: new Map(),
    });
    const container = node.world.containers.get(created.id);
    if (!container) throw new Error('just created');
    container.status.labels = null;
    node.world.start(container);
    const agent = await node.start();
    await untilStatus(agent, ({ state }) => state === 'unmanaged');
    return agent;
  }

  it('shows what it is going to take over, and does it when the person agrees', async () => {
    const agent = await strangers();
    const no = await cli(['adopt'], { findContainers, confirm: () => Promise.resolve(false) });
    expect(no).toMatchObject({ code: 1, out: '' });
    expect(no.err).toMatch(/oracle: container node-oracle \(running\) of registry\.example/);
    expect(no.err).toMatch(/- its devices are left out/);
    expect(agent.status().state).toBe('unmanaged');
    const yes = await cli(['adopt'], { findContainers, confirm: () => Promise.resolve(true) });
    expect(yes).toMatchObject({ code: 0, out: 'adopted as it is\n' });
    await untilStatus(agent, ({ state }) => state !== 'unmanaged');
  });

  it('asks nobody with --yes, and does nothing where nobody can be asked', async () => {
    const agent = await strangers();
    expect(await cli(['adopt'], { findContainers })).toMatchObject({ code: 64 });
    expect(agent.status().state).toBe('unmanaged');
    expect(await cli(['adopt', '--as', '1', '--yes'], { findContainers })).toMatchObject({
      code: 0,
      out: 'adopted as release 1\n',
    });
  });

  it('says what the template would change at the next update, never a value', async () => {
    const other = { ...sampleTemplate(), stopTimeoutS: 5, environment: { TOKEN: 'SECRET' }, mounts: [] };
    const ran = await cli(['adopt'], { findContainers: () => Promise.resolve([{ ...found, template: other }]) });
    expect(ran.err).toMatch(/at the next update: stopTimeoutS differs/);
    expect(ran.err).toMatch(/at the next update: environment TOKEN differs/);
    expect(ran.err).toMatch(/at the next update: mount \/data differs/);
    expect(ran.err + ran.out).not.toMatch(/SECRET/);
  });

  it('makes a template from running containers, which is all that goes to stdout', async () => {
    const ran = await cli(['adopt', '--make-template', 'oracle=node-oracle'], { findContainers });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toEqual([JSON.parse(JSON.stringify(sampleTemplate()))]);
    expect(ran.err).toMatch(/Add health checks/);
  });

  it('says that a managed node is managed', async () => {
    await untilStatus(await node.start(), ({ state, committed }) => state === 'idle' && committed?.releaseId === 1);
    const ran = await cli(['adopt', '--yes', '--json'], { findContainers });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toEqual({ ok: false, code: 'adopt/refused', message: 'this node is managed already' });
  });
});

describe('noderr-agent backup', () => {
  const attemptId = AttemptId.parse('00000000-0000-4000-8000-00000000000a');

  async function takeBackup(): Promise<string> {
    const { keyFile, backups: folder } = stateFolderAt(node.settings.stateDir);
    const runtime = {
      readMount: () => Promise.resolve(Readable.from([Buffer.alloc(1024)])),
      createVolume: () => Promise.resolve(),
      removeVolume: () => Promise.resolve(),
      freeBytes: () => Promise.resolve(1e12),
    };
    const store = createBackupStore(
      { folder, recipients: [], maxGapMs: 60_000 },
      { runtime, identity: openIdentity(keyFile), clock: createSystemClock(), logger: createLogger('fatal') },
    );
    const image = { host: '', repository: 'noderr/oracle', digest: Hex32.parse(digestOf(1)) };
    const sources = [{ service: 'oracle', containerId: 'c1', template: sampleTemplate(), image, volumes: new Map() }];
    const signal = new AbortController().signal;
    const request = { attemptId, releaseId: ReleaseId.parse(1), at: Ms.parse(1_800_000_000_000), sources };
    const record = await store.create(request, signal);
    if (!record) throw new Error('nothing was backed up');
    await store.seal(record, signal);
    return record.id;
  }

  it('lists them and writes one into an empty folder, when the person agrees', async () => {
    const id = await takeBackup();
    expect((await cli(['backup', 'list'])).out).toMatch(
      new RegExp(`^${id}  2027-01-15T08:00:00.000Z  leaving release 1  sealed  .* oracle:/data\n$`),
    );
    expect(JSON.parse((await cli(['backup', 'list', '--json'])).out)).toMatchObject([{ state: 'sealed' }]);
    const to = join(node.folder.root, 'out');
    const restore = ['backup', 'restore', id.slice(0, 8), '--to', to];
    const no = await cli(restore, { confirm: () => Promise.resolve(false) });
    expect(no.code).toBe(1);
    expect(no.err).toMatch(/- \/data of oracle[^]*written as tar archives into .*out/);
    expect(readdirSync(node.folder.root)).not.toContain('out');
    expect((await cli(restore)).code).toBe(64);
    expect(await cli([...restore, '--yes'])).toMatchObject({ code: 0, out: `wrote ${to}/oracle.data.tar\n` });
    expect(readFileSync(join(to, 'oracle.data.tar'))).toEqual(Buffer.alloc(1024));
  });

  it('never writes into a folder that holds something', async () => {
    const id = await takeBackup();
    const to = join(node.folder.root, 'full');
    mkdirSync(to);
    writeFileSync(join(to, 'mine'), '');
    const ran = await cli(['backup', 'restore', id, '--to', to, '--yes']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/is not empty \[backup\/failed\]/);
    expect(readdirSync(to)).toEqual(['mine']);
  });

  it('says which backups there are not, and where no node is', async () => {
    expect((await cli(['backup', 'list'])).err).toMatch(/no node has its state in .* \[state\/missing\]/);
    expect(readdirSync(node.folder.root)).not.toContain('state');
    await takeBackup();
    expect((await cli(['backup', 'restore', 'f00', '--to', 'x', '--yes'])).err).toMatch(
      /there is no usable backup f00/,
    );
  });
});

describe('noderr-agent alone', () => {
  it('ends with 78 and all faults when the settings are at fault', async () => {
    node.folder.change({ chainId: 'one', backupRecipients: ['age1mistyped'], colour: 'red' });
    const ran = await spawned(['run', '--json']);
    expect(ran.code).toBe(78);
    expect(JSON.parse(ran.out)).toMatchObject({ ok: false, code: 'settings/invalid' });
    for (const fault of [/- chainId: /, /- backupRecipients\.0: expected an age public key/, /- colour: /]) {
      expect(ran.err).toMatch(fault);
    }
  });

  it('runs beside a Docker that is broken, says so, and ends when it is told to', async () => {
    const dockerd = createServer((_request, response) => response.writeHead(500).end('{"message":"broken"}'));
    dockerd.listen(join(node.folder.root, 'no-docker.sock'));
    const child = new Child(process.execPath, [MAIN, '--config', node.folder.configFile, 'run']);
    try {
      await expect
        .poll(() => cli(['status']), { timeout: 40_000, interval: 100 })
        .toMatchObject({ code: 0, out: expect.stringMatching(/^trouble +docker\/unreachable/m) as string });
    } finally {
      await child.end();
      dockerd.close();
    }
    expect(child.process.exitCode).toBe(0);
    expect((await cli(['status'])).code).toBe(69);
  });

  it('examines everything at once, and ends with 1 when something is bad', async () => {
    const ran = await spawned(['doctor']);
    expect(ran.code).toBe(1);
    for (const line of [
      /^ok {3}settings/m,
      /^BAD {2}agent/m,
      /^BAD {2}docker/m,
      /^BAD {2}registry/m,
      /^BAD {2}chain/m,
    ]) {
      expect(ran.out).toMatch(line);
    }
    expect(ran.out).not.toMatch(/fetch failed$/m);
  });

  it.each([
    ['an unknown command', ['update']],
    ['an unknown option', ['status', '--loud']],
    ['a hold of no time', ['hold', '--minutes', '0']],
    ['a hold that ends and begins', ['hold', '--off', '--minutes', '3']],
    ['a reason that is too long', ['hold', '--reason', 'x'.repeat(201)]],
    ['a release that is none', ['adopt', '--as', 'newest']],
    ['a container without a service', ['adopt', '--make-template', 'oracle']],
    ['a restore to nowhere', ['backup', 'restore', 'f00']],
  ])('ends with 64 for %s', async (_title, args) => {
    const ran = await cli(args);
    expect(ran).toMatchObject({ code: 64, out: '' });
    expect(ran.err).not.toBe('');
  });

  it('explains each command', async () => {
    const help = await cli(['--help']);
    expect(help.code).toBe(0);
    for (const command of ['run', 'status', 'doctor', 'hold', 'retry', 'adopt', 'accept-chain', 'backup']) {
      expect(help.out).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
      expect((await cli([command, '--help'])).code).toBe(0);
    }
  });
});

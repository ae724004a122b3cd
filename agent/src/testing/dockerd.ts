import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Child, findProgram } from '@noderr/oci/testing';
import { mountSmallDisk, unmountDisk } from './small-disk.ts';

const run = promisify(execFile);

/** A dockerd of a test's own: its data, its socket, its bridge; nothing is shared with the machine's. */
export interface TestDockerd {
  socketPath: string;
  /** As the agent's setting wants it. */
  endpoint: string;
  /** Ends dockerd (SIGKILL as a crash would) and starts it again on the same data. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface DockerdOptions {
  /** Folders to look for programs in, as PATH has them. */
  path: string;
  /** Bytes of disk that images and volumes share; all of the machine's unless set. */
  diskBytes?: number;
}

function ping(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: '/_ping', timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('error', () => {
      resolve(false);
    });
    call.on('timeout', () => call.destroy());
    call.end();
  });
}

/** Two daemons on one `docker0` would hand out the same addresses: each has a bridge of its own where `ip` exists. */
async function createBridge(name: string, ip: string | null): Promise<string[]> {
  if (ip === null) return [];
  for (let tries = 0; tries < 20; tries += 1) {
    const subnet = `10.${200 + Math.floor(Math.random() * 50)}.${Math.floor(Math.random() * 256)}`;
    const routes = await run(ip, ['-4', 'route', 'show', `${subnet}.0/24`]);
    if (routes.stdout.trim() !== '') continue;
    await run(ip, ['link', 'add', name, 'type', 'bridge']);
    await run(ip, ['addr', 'add', `${subnet}.1/24`, 'dev', name]);
    await run(ip, ['link', 'set', name, 'up']);
    return [`--bridge=${name}`];
  }
  throw new Error('no free subnet for a test bridge');
}

async function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

/** Processes whose command names a folder of ours. */
async function processesNaming(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) if ((await commandOf(pid)).includes(folder)) found.push(pid);
  return found;
}

/** Ends a process of ours and waits until only its entry is left; a recycled pid is let be. */
async function endProcess(pid: number, folder: string): Promise<void> {
  for (let tries = 0; tries < 200 && (await commandOf(pid)).includes(folder); tries += 1) {
    if (tries === 0) process.kill(pid, 'SIGKILL');
    await delay(25);
  }
}

/** What a killed dockerd left mounted, the deepest first. */
async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse()) {
    await unmountDisk(mount).catch(() => null);
  }
}

/** Why no test dockerd can run here, null when one can. */
export async function dockerdMissing(path: string): Promise<string | null> {
  if (process.platform !== 'linux') return 'dockerd needs Linux';
  if (process.getuid?.() !== 0) return 'dockerd needs root';
  for (const program of ['dockerd', 'containerd', 'runc']) {
    if ((await findProgram(program, path)) === null) return `${program} is not installed`;
  }
  return null;
}

/** Starts a dockerd as `facts.md` says; throws when it is not ready within 60 s. */
export async function startDockerd(options: DockerdOptions): Promise<TestDockerd> {
  const program = await findProgram('dockerd', options.path);
  if (program === null) throw new Error('dockerd is not installed');
  const ip = await findProgram('ip', options.path);
  // A unix socket's path has room for 108 bytes, hence a short folder.
  const folder = await mkdtemp(join(tmpdir(), 'nd-'));
  const bridge = `nd${folder.slice(-6)}`;
  const bridgeArgs = await createBridge(bridge, ip);
  const socketPath = join(folder, 's');
  if (options.diskBytes !== undefined) await mountSmallDisk(join(folder, 'data'), options.diskBytes);
  let child: Child | null = null;

  async function start(): Promise<void> {
    // A killed dockerd leaves its pid file; a recycled pid would stop the next start.
    await rm(join(folder, 'pid'), { force: true });
    child = new Child(
      program ?? 'dockerd',
      [
        ...['--data-root', join(folder, 'data')],
        ...['--exec-root', join(folder, 'x')],
        ...['--pidfile', join(folder, 'pid')],
        ...['-H', `unix://${socketPath}`],
        ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--userland-proxy=true'],
        ...['--log-level', 'warn'],
        ...['--shutdown-timeout', '5'],
        ...bridgeArgs,
      ],
      { env: { PATH: `${options.path}:/usr/sbin:/sbin:/usr/bin:/bin`, HOME: folder } },
    );
    await child.until(() => ping(socketPath), 60_000);
  }

  async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await child?.end(signal);
    await endContainerd();
  }

  /**
   * A killed dockerd takes its containerd along, but where nobody reaps it the pid file still names a process, and the
   * next dockerd would wait for it.
   */
  async function endContainerd(): Promise<void> {
    const file = join(folder, 'x', 'containerd', 'containerd.pid');
    const pid = Number(await readFile(file, 'utf8').catch(() => ''));
    if (!Number.isInteger(pid) || pid <= 1) return;
    await endProcess(pid, folder);
    await rm(file, { force: true });
  }

  async function close(): Promise<void> {
    // Only a running dockerd ends its containers.
    if (child !== null && !child.running) await start().catch(() => null);
    await stop('SIGTERM');
    for (const pid of await processesNaming(folder)) await endProcess(pid, folder);
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    if (ip !== null) await run(ip, ['link', 'delete', bridge]).catch(() => null);
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    socketPath,
    endpoint: `unix://${socketPath}`,
    start,
    stop,
    async restart(signal) {
      await stop(signal);
      await start();
    },
    close,
  };
}

import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '@noderr/alerts/testing';
import { postgresPrograms } from './postgres-programs.ts';

const USER = 'hub';
const READY_WITHIN_MS = 30_000;

/** A Postgres of our own on loopback, whose data nobody needs after a crash of the machine. */
export class PostgresServer {
  readonly port: number;
  readonly #programs: string;
  readonly #folder: string;
  readonly #as: SpawnOptions;
  #process: ChildProcess | null = null;

  private constructor(programs: string, folder: string, port: number, as: SpawnOptions) {
    this.port = port;
    this.#programs = programs;
    this.#folder = folder;
    this.#as = as;
  }

  static async start(): Promise<PostgresServer> {
    const programs = postgresPrograms();
    if (programs === null) throw new Error('PostgreSQL is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'noderr-postgres-'));
    const server = new PostgresServer(programs, folder, await freePort(), ownerOf(folder));
    const { status, output } = await server.#initialise();
    if (status !== 0) throw new Error(`initdb: ${output}`);
    await server.resume();
    return server;
  }

  url(database: string): string {
    return `postgres://${USER}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts it again over the same data. */
  async resume(): Promise<void> {
    const set = {
      ...{ listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: this.#folder },
      ...{ fsync: 'off', full_page_writes: 'off', max_connections: 200, shared_buffers: '32MB' },
      // As a server is that knows nothing of us.
      ...{ default_transaction_isolation: 'serializable', synchronous_commit: 'off' },
    };
    const args = Object.entries(set).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.#process = this.#spawn('postgres', ['-D', join(this.#folder, 'data'), ...args], 'ignore');
    await this.#untilReady();
  }

  /** As a machine that loses its power: no connection is told. */
  async kill(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  async remove(): Promise<void> {
    await this.#end('SIGINT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async run(sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }

  async #initialise(): Promise<{ status: number | null; output: string }> {
    const args = ['-D', join(this.#folder, 'data'), '-U', USER, '--auth=trust', '--no-sync', '--encoding=UTF8'];
    const child = this.#spawn('initdb', [...args, '--locale=C.UTF-8'], 'pipe');
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    await once(child, 'close');
    return { status: child.exitCode, output };
  }

  #spawn(name: string, args: string[], stdio: 'ignore' | 'pipe'): ChildProcess {
    return spawn(join(this.#programs, name), args, { ...this.#as, cwd: this.#folder, stdio });
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      try {
        await this.run('select 1');
        return;
      } catch (error) {
        if (Date.now() > deadline || this.#process?.exitCode !== null) throw error;
        await sleep(50);
      }
    }
  }
}

/** Postgres refuses to be root: then it is the user that its package has made. */
function ownerOf(folder: string): SpawnOptions {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  if (uid === undefined || gid === undefined) throw new Error('there is no user postgres');
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return { uid, gid };
}

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appFiles } from '../src/demo-image/app-files.ts';
import { libraryFiles } from '../src/demo-image/library-files.ts';
import { type DemoFault } from '../src/demo-node/behaviour.ts';

/** A demo node as its image holds it, in a folder that has nothing else. */
class DemoNode {
  readonly #folder = mkdtempSync(join(tmpdir(), 'noderr-demo-'));
  readonly lines: Record<string, unknown>[] = [];
  #process: ChildProcessByStdio<null, Readable, null> | null = null;
  #ended: Promise<number | null> = Promise.resolve(null);
  #port = 0;

  async start(fault: DemoFault): Promise<void> {
    const files = [...(await appFiles({ version: '1.0.0', fault, ballastBytes: 0 })), ...(await libraryFiles())];
    for (const file of files) {
      if (file.kind !== 'file') throw new Error(`not a file: ${file.path}`);
      const path = join(this.#folder, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.content);
    }
    this.#port = await freePort();
    const env = { PORT: String(this.#port), LISTEN_HOST: '127.0.0.1', DATA_DIR: this.#folder, SEED: 'test' };
    const child = spawn(process.execPath, [join(this.#folder, 'app/server.js')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    this.#ended = once(child, 'exit').then(([code]) => code as number | null);
    createInterface(child.stdout).on('line', (line) => this.lines.push(JSON.parse(line) as Record<string, unknown>));
  }

  async ask(method: string, path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, { method });
    return { status: response.status, text: await response.text() };
  }

  /** The code with which it ends, null where a signal ended it. */
  get ended(): Promise<number | null> {
    return this.#ended;
  }

  stop(): Promise<number | null> {
    this.#process?.kill();
    return this.#ended;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function eventually<T>(what: string, probe: () => Promise<T | null> | T | null): Promise<T> {
  const end = performance.now() + 40_000;
  for (;;) {
    const found = await Promise.resolve(probe()).catch(() => null);
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await delay(25);
  }
}

describe('a demo node', () => {
  let node: DemoNode;
  beforeEach(() => {
    node = new DemoNode();
  });
  afterEach(() => node.end());

  const healthy = async (): Promise<true | null> => ((await node.ask('GET', '/health')).status === 200 ? true : null);

  it('trades, tells its metrics and logs, changes its mood, and ends when told to', async () => {
    await node.start('none');
    await eventually('it is healthy', healthy);
    const metrics = await eventually('an order', async () => {
      const { text } = await node.ask('GET', '/metrics');
      return /^trading_orders_placed_total\{market="[A-Z-]+"\} [1-9]/m.test(text) ? text : null;
    });
    for (const name of ['trading_pnl_usd ', 'trading_position_limit_usd{', 'http_requests_total{', 'process_']) {
      expect(metrics).toContain(`\n${name}`);
    }
    expect(metrics).toContain('route="/orders/:id"');
    await eventually(
      'the order in the log',
      () => node.lines.find(({ message }) => message === 'order placed') ?? null,
    );
    expect(node.lines[0]).toMatchObject({ level: 'info', message: 'demo node starts', version: '1.0.0' });

    expect((await node.ask('POST', '/mood?errorRatio=1')).status).toBe(200);
    expect((await node.ask('POST', '/orders/7')).status).toBe(500);
    expect((await node.ask('GET', '/metrics')).text).toContain('noderr_errors_total{class="Error"}');
    expect((await node.ask('POST', '/mood?errorRatio=0&healthy=0')).status).toBe(200);
    expect((await node.ask('POST', '/orders/8')).status).toBe(200);
    expect((await node.ask('GET', '/health')).status).toBe(503);
    for (const wrong of ['errorRatio=2', 'errorRatio=', 'colour=1', 'healthy=x']) {
      expect((await node.ask('POST', `/mood?${wrong}`)).status).toBe(400);
    }
    expect(await node.stop()).toBe(0);
    await eventually('its last words', () => node.lines.find(({ message }) => message === 'demo node stopped') ?? null);
  });

  it('of a release that crashes says so and ends with 1', async () => {
    await node.start('crash');
    await eventually('its words', () => node.lines.find(({ level }) => level === 'error') ?? null);
    expect(await node.ended).toBe(1);
  });
});

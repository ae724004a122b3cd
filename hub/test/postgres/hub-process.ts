import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@noderr/alerts/testing';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const READY_WITHIN_MS = 90_000;

/** `noderr-hub run` as a process of its own. */
export class HubProcess {
  readonly url: string;
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  private constructor(child: ChildProcess, url: string) {
    this.url = url;
    this.#child = child;
    this.#ended = once(child, 'close').then(([code]) => code as number | null);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  static async start(config: string, env: Record<string, string> = {}): Promise<HubProcess> {
    const port = String(await freePort());
    const child = spawn(process.execPath, [MAIN, 'run', '--config', config], {
      env: { PATH: process.env.PATH, NODERR_HUB_LISTEN_PORT: port, ...env },
    });
    return new HubProcess(child, `http://127.0.0.1:${port}`);
  }

  /** Exit code, null where a signal ended it. */
  get ended(): Promise<number | null> {
    return this.#ended;
  }

  async says(text: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!this.output.includes(text)) {
      if (this.#child.exitCode !== null || Date.now() > deadline) throw new Error(`not said: ${text}\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async health(): Promise<{ status: number; body: Record<string, unknown> }> {
    const reply = await fetch(`${this.url}/healthz`);
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

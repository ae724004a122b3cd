import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A child process of a test with the last of what it said, for the message when it fails. */
export class Child {
  readonly process: ChildProcess;
  readonly #name: string;
  #output = '';

  constructor(file: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv } = {}) {
    this.#name = file;
    this.process = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-4_000);
      });
    }
    this.process.on('error', (error) => {
      this.#output += error.message;
    });
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null && this.process.pid !== undefined;
  }

  /** Waits until `ready` answers true; throws with the last output when the child ends or `timeoutMs` passes. */
  async until(ready: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (performance.now() < end) {
      if (!this.running) throw new Error(`${this.#name} ended before it was ready: ${this.#output}`);
      if (await ready().catch(() => false)) return;
      await delay(25);
    }
    throw new Error(`${this.#name} was not ready after ${timeoutMs} ms: ${this.#output}`);
  }

  async end(signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 20_000): Promise<void> {
    if (!this.running) return;
    const exit = once(this.process, 'exit');
    this.process.kill(signal);
    const late = new AbortController();
    const killer = delay(timeoutMs, undefined, { signal: late.signal }).then(
      () => this.process.kill('SIGKILL'),
      () => false,
    );
    await exit;
    late.abort();
    await killer;
  }
}

import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 10;
const TIMEOUT_MS = 1000;
const PATIENCE_MS = 120_000;

/** A service as its users see it: a port of this machine that answers well or does not. Times are of `performance.now`. */
export class ServiceProbe {
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** When the service answered well for the first time from now on. */
  async firstGood(): Promise<number> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      if (await this.#isGood()) return performance.now();
      await delay(POLL_MS);
    }
    throw new Error(`port ${this.#port} did not answer well within ${PATIENCE_MS / 1000} s`);
  }

  /** Milliseconds of the longest time without a good answer while `work` runs, until it answers well after it. */
  async gapDuring(work: () => Promise<void>): Promise<number> {
    let last = await this.firstGood();
    let longest = 0;
    const over = new AbortController();
    const see = (now: number): void => {
      longest = Math.max(longest, now - last);
      last = now;
    };
    const polling = (async () => {
      while (!over.signal.aborted) {
        if (await this.#isGood()) see(performance.now());
        await delay(POLL_MS);
      }
    })();
    try {
      await work();
    } finally {
      over.abort();
      await polling;
    }
    see(await this.firstGood());
    return longest;
  }

  #isGood(): Promise<boolean> {
    return new Promise((resolve) => {
      const call = request(
        { host: '127.0.0.1', port: this.#port, path: '/health', agent: false, timeout: TIMEOUT_MS },
        (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        },
      );
      call.once('timeout', () => call.destroy());
      call.once('error', () => {
        resolve(false);
      });
      call.end();
    });
  }
}

import { Ms } from '@noderr/protocol';
import { type Clock, type Instant } from '../clock.ts';

/** A clock that only moves when told, or when somebody sleeps. */
export class FakeClock implements Clock {
  boot = 'boot-1';
  #wall = 1_700_000_000_000;
  #mono = 1_000;

  now(): Ms {
    return Ms.parse(this.#wall);
  }

  monotonic(): Instant {
    return { boot: this.boot, ms: this.#mono };
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) this.advance(ms);
    return Promise.resolve();
  }

  advance(ms: number): void {
    this.#wall += Math.round(ms);
    this.#mono += Math.round(ms);
  }

  /** The host restarts: monotonic time starts anew. */
  reboot(): void {
    this.boot = `${this.boot}+`;
    this.#mono = 10;
  }
}

import { type Ms } from '@noderr/protocol';
import { type Clock } from '../clock.ts';

export class SettableClock implements Clock {
  #now: number;

  constructor(now: number = Date.now()) {
    this.#now = now;
  }

  now(): Ms {
    return this.#now as Ms;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

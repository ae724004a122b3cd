import { type Ms } from '@noderr/protocol';

/** Where the hub reads the time: epoch milliseconds. */
export interface Clock {
  now(): Ms;
}

export const systemClock: Clock = { now: () => Date.now() as Ms };

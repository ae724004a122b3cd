import { randomBytes } from 'node:crypto';
import { Hex32 } from '@noderr/protocol';

export function randomSalt(): Hex32 {
  return Hex32.parse(`0x${randomBytes(32).toString('hex')}`);
}

/** Enough that a canary of 1 % of 100 nodes is almost surely found; one node in a canary of 5 % needs about 20. */
export function* randomSalts(count = 2_000): Generator<Hex32> {
  for (let n = 0; n < count; n++) yield randomSalt();
}

import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

it.each([
  [undefined, 1000],
  ['', 1000],
  ['soon', 1000],
  ['0', 0],
  ['3', 3000],
  ['86400', 5000],
  ['Thu, 01 Jan 1970 00:00:12 GMT', 2000],
  ['Thu, 01 Jan 1970 00:00:02 GMT', 0],
])('waits as Retry-After: %s says, within bounds', (header, expected) => {
  expect(retryAfterMs(header, 10_000)).toBe(expected);
});

import { expect, test } from 'vitest';
import { settleWithGrace } from './settle.ts';

const never = new Promise<number>(() => undefined);

test('Nobody is left behind while the quorum is missing', async () => {
  const slow = Promise.withResolvers<number>();
  const settled = settleWithGrace([Promise.resolve(1), slow.promise], 2, 0);
  slow.resolve(2);
  expect((await settled).map((one) => one.kind)).toEqual(['answer', 'answer']);
});

test('With a quorum there, one that hangs is left behind', async () => {
  const settled = await settleWithGrace([Promise.resolve(1), never, Promise.resolve(3)], 2, 1);
  expect(settled.map((one) => one.kind)).toEqual(['answer', 'straggler', 'answer']);
});

test('Errors settle too', async () => {
  const settled = await settleWithGrace([Promise.reject(new Error('down')), Promise.resolve(2)], 2, 1);
  expect(settled.map((one) => one.kind)).toEqual(['error', 'answer']);
  expect(await settleWithGrace([], 1, 1)).toEqual([]);
});

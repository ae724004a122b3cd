import { expect, it } from 'vitest';
import { type Ms, type Seq } from '@noderr/protocol';
import { ReceiptSigner } from '../../testing/audit-case.ts';
import { createOutcomeBook } from './outcome-book.ts';

const node = new ReceiptSigner();
const ROLLOUT = 2 as Seq;

it('The last outcome of a node is the one with its latest clock, whichever the hub got last', () => {
  const book = createOutcomeBook();
  book.add({ ...node.proven({ at: 200 }), receivedAt: 1 as Ms });
  book.add({ ...node.proven({ at: 100, outcome: 'failed', code: 'registry/timeout' }), receivedAt: 2 as Ms });
  expect(book.count('ALL', ROLLOUT)).toBe(2);
  expect([...book.lastOf('ALL', ROLLOUT, 9 as Ms).values()]).toMatchObject([{ outcome: 'committed' }]);
  expect(book.lastOf('ORACLE', ROLLOUT, 9 as Ms).size).toBe(0);
  book.add({ ...node.proven({ at: 300, rolloutId: 3, outcome: 'aborted', code: 'paused' }), receivedAt: 3 as Ms });
  expect(book.lastOf('ALL', ROLLOUT, 9 as Ms).get(node.nodeId)?.outcome).toBe('committed');
  expect(book.lastWords('ALL', 9 as Ms).get(node.nodeId)?.outcome).toBe('aborted');
  expect(book.lastWords('ALL', 2 as Ms).get(node.nodeId)?.outcome).toBe('committed');
});

it('What came after the hub was asked does not count', () => {
  const book = createOutcomeBook();
  book.add({ ...node.proven(), receivedAt: 11 as Ms });
  expect(book.lastOf('ALL', ROLLOUT, 10 as Ms).size).toBe(0);
  expect(book.lastOf('ALL', ROLLOUT, 11 as Ms).size).toBe(1);
});

it('Two outcomes of one attempt are told, the same one twice is not', () => {
  const book = createOutcomeBook();
  const first = node.proven();
  expect(book.add(first)).toBeNull();
  expect(book.add({ ...first, receivedAt: 99 as Ms })).toBeNull();
  expect(book.add({ ...first, n: 4, outcome: 'failed', code: 'health/timeout' })).toMatchObject({
    code: 'receipt/repeated',
    attemptId: first.attemptId,
    message: 'the node signed committed and also failed (health/timeout) for one attempt',
  });
  expect(book.count('ALL', ROLLOUT)).toBe(1);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differenceText, fieldDifferences } from './field-differences.ts';

it('A value does not differ from its copy', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(fieldDifferences(value, structuredClone(value))).toEqual([]);
    }),
  );
});

it('Each leaf that differs is named by its path', () => {
  const claimed = { status: 'running', counts: { failed: 0, updated: 3 }, cohorts: [{ open: true }] };
  const computed = { status: 'held', counts: { failed: 1, updated: 3 }, cohorts: [{ open: false }, { open: false }] };
  expect(fieldDifferences(claimed, computed).map(({ path }) => path)).toEqual([
    'status',
    'counts.failed',
    'cohorts[0].open',
    'cohorts[1]',
  ]);
  expect(fieldDifferences({ a: null }, { a: {} }).map(differenceText)).toEqual([
    'a is null by the hub, {} by chain and receipts',
  ]);
  expect(fieldDifferences({}, { a: 1 }).map(differenceText)).toEqual([
    'a is absent by the hub, 1 by chain and receipts',
  ]);
});

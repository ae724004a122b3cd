import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bumpedFees, firstFees, type Fees } from './fees.ts';

const wei = fc.bigInt({ min: 0n, max: 10n ** 13n });
const fees: fc.Arbitrary<Fees> = fc
  .tuple(wei, wei)
  .map(([a, b]) => ({ maxFeePerGas: a > b ? a : b, maxPriorityFeePerGas: a > b ? b : a }));

test('First fees never pass the cap, and the tip never passes the fee', () => {
  fc.assert(
    fc.property(fees, wei, (suggested, cap) => {
      const first = firstFees(suggested, cap);
      expect(first.maxFeePerGas).toBeLessThanOrEqual(cap);
      expect(first.maxPriorityFeePerGas).toBeLessThanOrEqual(first.maxFeePerGas);
    }),
  );
});

test('A bump raises both by at least a tenth, within the cap, or is none', () => {
  fc.assert(
    fc.property(fees, fees, wei, (before, suggested, cap) => {
      const bumped = bumpedFees(before, suggested, cap);
      if (!bumped) return;
      expect(bumped.maxFeePerGas).toBeLessThanOrEqual(cap);
      expect(bumped.maxFeePerGas * 10n).toBeGreaterThanOrEqual(before.maxFeePerGas * 11n);
      expect(bumped.maxPriorityFeePerGas * 10n).toBeGreaterThanOrEqual(before.maxPriorityFeePerGas * 11n);
      expect(bumped.maxPriorityFeePerGas).toBeLessThanOrEqual(bumped.maxFeePerGas);
    }),
  );
});

test('A bump follows the market as far as the cap goes', () => {
  const before = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n };
  const market = { maxFeePerGas: 500n, maxPriorityFeePerGas: 20n };
  expect(bumpedFees(before, market, 1000n)).toEqual(market);
  expect(bumpedFees(before, market, 300n)).toEqual({ maxFeePerGas: 300n, maxPriorityFeePerGas: 20n });
  expect(bumpedFees(before, market, 112n)).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { seededCard, seededTiers } from '../../testing/seeded-tiers.ts';
import { isCalm, orderTiers } from './order-tiers.ts';

const order = (scenario: Parameters<typeof seededTiers>[0]): string[] =>
  orderTiers(seededTiers(scenario).tiers).map((card) => card.tier);

describe('orderTiers', () => {
  it('puts the tier that needs someone first', () => {
    expect(order('running')[0]).toBe('ORACLE');
    expect(order('guard')[0]).toBe('ORACLE');
    expect(order('rolling-back')[0]).toBe('ORACLE');
  });

  it('keeps tiers that need nobody in their own order', () => {
    expect(order('empty')).toEqual(['ALL', 'ORACLE', 'GUARDIAN']);
  });
});

describe('isCalm', () => {
  it('is a tier with nothing going on', () => {
    expect(isCalm(seededCard('complete', 'GUARDIAN'))).toBe(true);
    expect(isCalm(seededCard('empty'))).toBe(true);
    expect(isCalm(seededCard('running'))).toBe(false);
    expect(isCalm(seededCard('guard'))).toBe(false);
  });
});

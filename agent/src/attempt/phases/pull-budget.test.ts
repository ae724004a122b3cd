import { describe, expect, it } from 'vitest';
import { createPullBudget } from './pull-budget.ts';

describe('a pull budget', () => {
  it('lets all layers come, also one that is reported twice or fetched again', () => {
    const { spend, exceeded } = createPullBudget(100);
    for (const current of [20, 60, 10, 60]) spend({ layer: 'a', current, total: 60 });
    spend({ layer: 'b', current: 40, total: 40 });
    expect(exceeded.aborted).toBe(false);
  });

  it('is exceeded by the first byte that no manifest knows of, whatever total the registry claims', () => {
    const { spend, exceeded } = createPullBudget(100);
    spend({ layer: 'a', current: 60, total: 0 });
    spend({ layer: 'b', current: 41, total: 1_000_000 });
    expect(exceeded.reason).toMatchObject({ code: 'content/too-large' });
  });

  it('has no end where the size is not known', () => {
    const { spend, exceeded } = createPullBudget(Infinity);
    spend({ layer: 'a', current: Number.MAX_SAFE_INTEGER, total: 0 });
    expect(exceeded.aborted).toBe(false);
  });
});

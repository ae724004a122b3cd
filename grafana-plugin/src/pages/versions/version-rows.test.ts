import { type TierCard, TierList } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { makeFleet } from '../../../test/fixture/scenarios.ts';
import { tierList } from '../../../test/fixture/tier-answers.ts';
import { versionRows, versionTotals } from './version-rows.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

function oracle(): TierCard {
  const list = TierList.parse(tierList(makeFleet('running', NOW), new Map(), NOW));
  const card = list.tiers.find(({ tier }) => tier === 'ORACLE');
  if (!card) throw new Error('the fixture has an ORACLE tier');
  return card;
}

describe('versionRows', () => {
  it('says of each version what it is in the plan, newest first', () => {
    expect(versionRows([oracle()]).map(({ version, role }) => [version, role])).toEqual([
      ['1.5.0', 'target'],
      ['1.4.2', 'baseline'],
      [null, 'none'],
    ]);
  });

  it('has shares that make a whole', () => {
    const sum = versionRows([oracle()]).reduce((all, { share }) => all + share, 0);
    expect(sum).toBeCloseTo(1);
  });

  it('calls a version a stray that is neither target nor baseline and not allowed', () => {
    const card = oracle();
    const versions = card.versions.map((share) => (share.releaseId === 2 ? { ...share, allowed: false } : share));
    expect(versionRows([{ ...card, baseline: null, versions }])[1]?.role).toBe('stray');
  });
});

describe('versionTotals', () => {
  it('counts nodes on the target and strays', () => {
    const totals = versionTotals(oracle());
    expect(totals.nodes).toBe(700);
    expect(totals.onTarget).toBeGreaterThan(200);
    expect(totals.strays).toBeGreaterThan(0);
    expect(totals.onTarget + totals.strays).toBeLessThan(700);
  });
});

import { describe, expect, it } from 'vitest';
import { KINDS, NOW, seededCard, seededTiers } from '../../testing/seeded-tiers.ts';
import { type ActionFacts, actionReason, actionsShown } from './action-reason.ts';

function facts(scenario: Parameters<typeof seededTiers>[0], over: Partial<ActionFacts> = {}): ActionFacts {
  const { chain } = seededTiers(scenario);
  return { card: seededCard(scenario), chain, mayWrite: true, unreachable: false, now: NOW, ...over };
}

describe('actionReason', () => {
  it('lets an admin pause a running rollout', () => {
    expect(actionReason('pause', facts('running'))).toBeNull();
  });

  it.each(KINDS)('refuses %s on a stale chain and says since when', (kind) => {
    expect(actionReason(kind, facts('stale'))).toBe('the chain is stale since 6 m');
  });

  it('refuses everything while the hub does not answer', () => {
    expect(actionReason('pause', facts('running', { unreachable: true }))).toBe('the hub does not answer');
  });

  it('gives the hub’s own reason', () => {
    expect(actionReason('open', facts('guard'))).toBe('it is paused');
  });
});

describe('actionsShown', () => {
  it.each([
    ['running', ['pause', 'open', 'rollback']],
    ['guard', ['resume', 'rollback']],
    ['rolling-back', ['pause']],
    ['complete', ['rollback']],
    ['empty', []],
  ] as const)('offers what makes sense: %s', (scenario, kinds) => {
    expect(actionsShown({ card: seededCard(scenario), mayWrite: true })).toEqual(kinds);
  });

  it('offers a viewer nothing', () => {
    expect(actionsShown({ card: seededCard('running'), mayWrite: false })).toEqual([]);
  });
});

import { type Intent, type IntentKind, TierList } from '@noderr/protocol';
import { type Scenario, makeFleet } from '../../test/fixture/scenarios.ts';
import { tierList } from '../../test/fixture/tier-answers.ts';

export const NOW = Date.UTC(2026, 10, 24, 12);

/** What the hub would answer for a seeded story. */
export function seededTiers(scenario: Scenario): TierList {
  return TierList.parse(tierList(makeFleet(scenario, NOW), new Map<string, Intent>(), NOW));
}

export function seededCard(scenario: Scenario, tier = 'ORACLE'): TierList['tiers'][number] {
  const card = seededTiers(scenario).tiers.find((one) => one.tier === tier);
  if (!card) throw new Error(`no card of ${tier}`);
  return card;
}

export const KINDS: readonly IntentKind[] = ['pause', 'resume', 'open', 'rollback'];

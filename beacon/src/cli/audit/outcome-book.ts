import { type Ms, type NodeId, type Seq, type Tier } from '@noderr/protocol';
import { type Finding } from './finding.ts';
import { outcomeText, type ProvenOutcome } from './proven-outcome.ts';

/** All proven outcomes, by rollout. */
export interface OutcomeBook {
  /** A finding where the node signed another outcome of the same attempt before. */
  add(outcome: ProvenOutcome): Finding | null;
  /** How many outcomes of a rollout are proven. */
  count(tier: Tier, rolloutId: Seq): number;
  /** The last outcome of each node in a rollout by the node's own clock, of those that the hub had by `until`. */
  lastOf(tier: Tier, rolloutId: Seq, until: Ms): ReadonlyMap<NodeId, ProvenOutcome>;
  /** The same over all rollouts of a tier. */
  lastWords(tier: Tier, until: Ms): ReadonlyMap<NodeId, ProvenOutcome>;
}

export function createOutcomeBook(): OutcomeBook {
  const byAttempt = new Map<string, ProvenOutcome>();
  const byRollout = new Map<string, ProvenOutcome[]>();
  return {
    add(outcome) {
      const { nodeId, attemptId, tier, rolloutId } = outcome;
      const key = `${nodeId}/${attemptId}`;
      const known = byAttempt.get(key);
      if (known) return isSame(known, outcome) ? null : repeated(known, outcome);
      byAttempt.set(key, outcome);
      const rollout = rolloutKey(tier, rolloutId);
      const found = byRollout.get(rollout);
      if (found) found.push(outcome);
      else byRollout.set(rollout, [outcome]);
      return null;
    },
    count: (tier, rolloutId) => byRollout.get(rolloutKey(tier, rolloutId))?.length ?? 0,
    lastOf: (tier, rolloutId, until) => lastOfEach(byRollout.get(rolloutKey(tier, rolloutId)) ?? [], until),
    lastWords: (tier, until) =>
      lastOfEach(
        [...byAttempt.values()].filter((outcome) => outcome.tier === tier),
        until,
      ),
  };
}

function lastOfEach(outcomes: readonly ProvenOutcome[], until: Ms): ReadonlyMap<NodeId, ProvenOutcome> {
  const known = outcomes.filter(({ receivedAt }) => receivedAt <= until);
  known.sort((a, b) => a.at - b.at || a.receivedAt - b.receivedAt);
  return new Map(known.map((outcome) => [outcome.nodeId, outcome]));
}

function rolloutKey(tier: Tier, rolloutId: Seq): string {
  return `${tier}/${rolloutId}`;
}

function isSame(a: ProvenOutcome, b: ProvenOutcome): boolean {
  return JSON.stringify({ ...a, receivedAt: 0 }) === JSON.stringify({ ...b, receivedAt: 0 });
}

function repeated(known: ProvenOutcome, outcome: ProvenOutcome): Finding {
  const { nodeId, attemptId, tier, rolloutId } = outcome;
  const message = `the node signed ${outcomeText(known)} and also ${outcomeText(outcome)} for one attempt`;
  return { code: 'receipt/repeated', tier, rolloutId, nodeId, attemptId, message };
}

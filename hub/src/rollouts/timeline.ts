import { type Actor, type DirectiveAction, type FailureCode, type Outcome, type TimelineMark } from '@noderr/protocol';
import { type SeenChange } from '../chain/chain-store.ts';
import { type TierChain } from '../chain/chain-state.ts';
import { type NodeOutcome } from '../fleet/fleet.ts';
import { type ActorBook, changeActor } from './change-actor.ts';
import { blockTimeMs } from './tier-card.ts';
import { versionOf } from './version-shares.ts';

/** A floor or trust change moves no node: it is in the audit log, not on the timeline. */
const KIND: Readonly<Record<DirectiveAction, TimelineMark['kind'] | null>> = {
  publish: 'publish',
  pause: 'pause',
  resume: 'resume',
  open: 'open',
  rollback: 'rollback',
  revoke: 'revoke',
  'raise-floor': null,
  'set-trust': null,
};

export function changeMarks(tier: TierChain, actors: ActorBook): TimelineMark[] {
  return tier.changes.flatMap((change) => {
    const by = changeActor(change, actors);
    const kind = by.kind === 'guard' ? 'guard' : KIND[change.action];
    if (kind === null) return [];
    return [
      {
        at: blockTimeMs(change.block.time),
        tier: tier.tier,
        kind,
        text: changeText(change, tier, by),
        by,
        transaction: change.transaction,
        nodeId: null,
        outcome: null,
      },
    ];
  });
}

export function outcomeMark(outcome: NodeOutcome, tier: TierChain, name: string): TimelineMark {
  const to = versionOf(outcome.to, null, tier.releases) ?? `release ${outcome.to}`;
  return {
    at: outcome.receivedAt,
    tier: tier.tier,
    kind: 'outcome',
    text: outcomeText(name, to, outcome.outcome, outcome.code),
    by: null,
    transaction: null,
    nodeId: outcome.nodeId,
    outcome: outcome.outcome,
  };
}

function changeText(change: SeenChange, tier: TierChain, by: Actor): string {
  const why = change.reason === '' ? '' : ` — ${change.reason}`;
  return `${whatText(change, tier)} by ${byText(by)}${why}`;
}

function whatText({ action, subject, directive }: SeenChange, tier: TierChain): string {
  const version = (id: number): string => tier.releases.get(id as typeof directive.target)?.version ?? `release ${id}`;
  switch (action) {
    case 'publish':
      return `${tier.tier} ${version(subject)} published`;
    case 'pause':
      return `${tier.tier} paused at ${version(directive.target)}`;
    case 'resume':
      return `${tier.tier} resumed`;
    case 'open':
      return `Cohort ${subject} of ${tier.tier} ${version(directive.target)} opened`;
    case 'rollback':
      return `${tier.tier} rolled back to ${version(subject)}`;
    case 'revoke':
      return `${tier.tier} ${version(subject)} revoked`;
    case 'raise-floor':
      return `Floor of ${tier.tier} raised to ${version(subject)}`;
    case 'set-trust':
      return `Trust of ${tier.tier} set to version ${subject}`;
  }
}

function byText({ kind, name }: Actor): string {
  if (kind === 'guard' || kind === 'gate') return `the ${kind}`;
  return name === '' ? kind : name;
}

function outcomeText(name: string, to: string, outcome: Outcome, code: FailureCode | null): string {
  const why = code === null ? '' : ` (${code})`;
  switch (outcome) {
    case 'committed':
      return `${name} runs ${to}`;
    case 'rolled-back':
      return `${name} rolled back from ${to}${why}`;
    case 'failed':
      return `${name} failed ${to}${why}`;
    case 'aborted':
      return `${name} gave up its move to ${to}${why}`;
  }
}

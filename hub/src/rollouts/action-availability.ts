import {
  type ActionAvailability,
  cohortCount,
  type Directive,
  elapsedOf,
  type Plan,
  type ReleaseSummary,
  type Sec,
} from '@noderr/protocol';
import { newestDirective, type TierChain } from '../chain/chain-state.ts';
import { type SignerStatus } from '../actions/transactions.ts';
import { durationText } from './duration-text.ts';
import { releaseSummary } from './release-summary.ts';
import { irreversibleOf, rollbackTargets } from './rollback-targets.ts';

export interface AvailabilityInput {
  tier: TierChain;
  chain: { stale: boolean; problem: string };
  signer: SignerStatus;
  /** Block time of the newest block that is known. */
  blockTime: Sec;
}

/** What may be done with a tier now and, in words, why not: the same for everybody, rights apart. */
export function actionAvailability(input: AvailabilityInput): ActionAvailability {
  const { tier } = input;
  const directive = newestDirective(tier);
  const targets: ReleaseSummary[] = rollbackTargets(tier).map(releaseSummary);
  const none = commonObstacle(input, directive);
  if (none !== null || !directive) {
    const why = none ?? '';
    return { pause: why, resume: why, open: why, rollback: why, rollbackTargets: targets };
  }
  const settling = isSettling(tier) ? 'The last change is not final yet.' : null;
  return {
    pause: directive.paused ? 'It is paused already.' : null,
    resume: settling ?? resumeObstacle(directive),
    open: settling ?? openObstacle(directive, tier.releases.get(directive.target)?.plan ?? null, input.blockTime),
    rollback: settling ?? rollbackObstacle(directive, tier, targets),
    rollbackTargets: targets,
  };
}

function commonObstacle(input: AvailabilityInput, directive: Directive | null): string | null {
  const { chain, signer } = input;
  if (chain.stale) return `The chain is not read reliably: ${chain.problem}.`;
  if (signer.state === 'absent') return 'This hub has no signing key: it can only watch.';
  if (signer.state === 'frozen') return `The hub’s signer is frozen: ${signer.problem}`;
  if (!directive || directive.kind === 'none') return 'Nothing was published yet.';
  return null;
}

/** A change stands in the newest block that is not final. */
function isSettling(tier: TierChain): boolean {
  return (tier.latest?.directive.seq ?? 0) > (tier.directive?.seq ?? 0);
}

function resumeObstacle(directive: Directive): string | null {
  if (!directive.paused) return 'It is not paused.';
  if (directive.pausedByGuardian) return 'A guardian paused it: only a guardian or the contract’s admin can resume.';
  return null;
}

function openObstacle(directive: Directive, plan: Plan | null, blockTime: Sec): string | null {
  if (directive.kind === 'rollback') return 'A rollback has no cohorts.';
  if (!plan) return 'The target’s plan is not known yet.';
  if (!plan.gated) return 'This plan opens its cohorts by time alone.';
  if (directive.paused) return 'It is paused.';
  const next = directive.openThrough + 1;
  if (next >= cohortCount(plan)) return 'All cohorts are open.';
  const left = plan.cohortDelay - (elapsedOf(directive, blockTime) - directive.openedAt);
  return left > 0 ? `Cohort ${next} can open in ${durationText(left)}: its delay cannot be skipped.` : null;
}

function rollbackObstacle(directive: Directive, tier: TierChain, targets: readonly unknown[]): string | null {
  if (targets.length > 0) return null;
  if (directive.baseline === 0) {
    return 'A first release cannot be rolled back: pause it and publish a better one.';
  }
  const irreversible = irreversibleOf(tier);
  if (irreversible > 0 && irreversible >= directive.target) {
    return 'The target’s data cannot go back: it is irreversible.';
  }
  return 'No earlier release was open to everybody, above the floor and not revoked.';
}

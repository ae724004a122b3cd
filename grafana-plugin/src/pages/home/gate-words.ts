import type { GateView, TierCard } from '@noderr/protocol';
import { formatSpan } from '../../format/duration.ts';
import { formatShare } from '../../format/number.ts';
import { cohortName } from '../../parts/cohort-name.ts';
import { homeStrings } from '../../strings/home.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function listOf(parts: readonly string[]): string {
  return list.format(parts);
}

/** The cohort that opens next, null when there is none. */
export function nextCohort(card: TierCard): number | null {
  if (card.rollout.kind !== 'rollout') return null;
  return card.rollout.cohorts.find((cohort) => !cohort.open)?.cohort ?? null;
}

/** What the next cohort waits for, with the numbers now; null where there is no next one. */
export function gateSentence(card: TierCard): string | null {
  const cohort = nextCohort(card);
  if (cohort === null) return card.rollout.kind === 'rollout' ? homeStrings.allOpen : null;
  const name = cohortName(cohort);
  const { gate } = card.rollout;
  if (!gate) {
    const opensAt = card.rollout.cohorts[cohort]?.opensAt ?? 0;
    if (card.rollout.status === 'paused') return homeStrings.timePaused(name);
    return homeStrings.timeOpens(name, formatSpan(opensAt - card.rollout.elapsedS));
  }
  if (!card.gateEnabled) return homeStrings.gateOff;
  if (gate.waitsFor.length === 0) return homeStrings.gateOpensNow(name);
  return homeStrings.gateOpensWhen(name, listOf(gateParts(gate)));
}

export function gateParts(gate: GateView): string[] {
  return gate.waitsFor.map((wait) => {
    switch (wait) {
      case 'delay':
        return homeStrings.gateDelay(formatSpan(gate.delayLeftS));
      case 'evidence':
        return homeStrings.gateEvidence(formatShare(gate.needed), evidenceNow(gate));
      case 'first-commit':
        return homeStrings.gateFirstCommit;
      case 'health':
        return homeStrings.gateHealth;
      case 'budget':
        return homeStrings.gateBudget;
      case 'pause':
        return homeStrings.gatePause;
      case 'final':
        return homeStrings.gateFinal;
    }
  });
}

function evidenceNow(gate: GateView): string {
  const { have, eligible } = gate.evidence;
  return eligible === 0 ? formatShare(0) : formatShare(have / eligible);
}

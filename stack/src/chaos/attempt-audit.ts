import { type AttemptSummary, type Outcome } from '@noderr/protocol';

/** An attempt that does not have exactly one outcome, and why. */
export interface AttemptFault {
  attemptId: string;
  detail: string;
}

type Told = Pick<AttemptSummary, 'attemptId' | 'outcome' | 'events'>;

/** Of a node's attempts, by what it told the hub: those that broke the rules of events. Attempts that were seen must be told. */
export function auditAttempts(told: readonly Told[], seen: ReadonlySet<string>): AttemptFault[] {
  const known = new Set<string>(told.map(({ attemptId }) => attemptId));
  const untold = [...seen].filter((attemptId) => !known.has(attemptId));
  return [
    ...untold.map((attemptId) => ({ attemptId, detail: 'was seen in the state file, but the hub was never told' })),
    ...told.flatMap((attempt) => {
      const detail = faultOf(attempt);
      return detail === null ? [] : [{ attemptId: attempt.attemptId, detail }];
    }),
  ];
}

function faultOf({ events, outcome }: Told): string | null {
  const numbers = events.map(({ event }) => event.n).sort((a, b) => a - b);
  const outcomes = events.filter(({ kind }) => kind === 'outcome');
  if (outcomes.length !== 1) return `has ${outcomes.length} outcomes`;
  if (outcome === null) return 'has an outcome that the hub does not count';
  if (numbers.some((n, index) => n !== index)) return `has a gap in its events: ${numbers.join(', ')}`;
  return outcomes[0]?.event.n === numbers.at(-1) ? null : 'has events after its outcome';
}

/** How many attempts ended how. */
export function countOutcomes(told: readonly Pick<AttemptSummary, 'outcome'>[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of told) if (outcome !== null) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

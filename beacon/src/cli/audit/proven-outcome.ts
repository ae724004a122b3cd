import { type Ms, type OutcomeEvent } from '@noderr/protocol';

/** An outcome that its node signed. */
export interface ProvenOutcome extends Pick<
  OutcomeEvent,
  'nodeId' | 'attemptId' | 'n' | 'tier' | 'rolloutId' | 'seq' | 'from' | 'to' | 'outcome' | 'code' | 'at'
> {
  /** By the hub's clock and word. */
  receivedAt: Ms;
}

export function provenOutcome(event: OutcomeEvent, receivedAt: number): ProvenOutcome {
  const { nodeId, attemptId, n, tier, rolloutId, seq, from, to, outcome, code, at } = event;
  const received = receivedAt as Ms;
  return { nodeId, attemptId, n, tier, rolloutId, seq, from, to, outcome, code, at, receivedAt: received };
}

/** An outcome in words, such as `rolled-back (health/timeout)`. */
export function outcomeText({ outcome, code }: { outcome: string; code: string | null }): string {
  return code === null ? outcome : `${outcome} (${code})`;
}

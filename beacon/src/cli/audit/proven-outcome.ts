import { type Ms, type OutcomeEvent, type ReleaseId } from '@noderr/protocol';

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

/** What a node runs after an outcome; null after a first install that failed, which may have stayed or not begun. */
export function releaseAfter({ outcome, from, to }: ProvenOutcome): ReleaseId | null {
  if (outcome === 'committed') return to;
  return outcome === 'failed' && from === 0 ? null : from;
}

/** An outcome in words, such as `rolled-back (health/timeout)`. */
export function outcomeText({ outcome, code }: { outcome: string; code: string | null }): string {
  return code === null ? outcome : `${outcome} (${code})`;
}

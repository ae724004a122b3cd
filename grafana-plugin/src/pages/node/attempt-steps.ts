import type { AgentStateName, AttemptSummary, OutcomeEvent } from '@noderr/protocol';

export interface AttemptStep {
  state: AgentStateName;
  /** Epoch milliseconds. */
  at: number;
  /** Until the next step or the outcome; null while it lasts. */
  durationMs: number | null;
  detail: string;
}

export interface AttemptStory {
  steps: AttemptStep[];
  outcome: OutcomeEvent | null;
}

/** The events of an attempt as steps with durations, in their own order whatever order they came in. */
export function attemptStory(attempt: Pick<AttemptSummary, 'events'>): AttemptStory {
  const events = attempt.events.map((delivery) => delivery.event).sort((a, b) => a.n - b.n);
  const steps = events.flatMap((event, index) => {
    if (event.kind !== 'state') return [];
    const next = events[index + 1];
    return [
      {
        state: event.state,
        at: event.at,
        durationMs: next ? Math.max(0, next.at - event.at) : null,
        detail: event.detail,
      },
    ];
  });
  const outcome = events.find((event) => event.kind === 'outcome') ?? null;
  return { steps, outcome };
}

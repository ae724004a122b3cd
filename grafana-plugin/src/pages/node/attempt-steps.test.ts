import { EventDelivery } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { attemptStory } from './attempt-steps.ts';

const attemptId = '6f1c2c1e-8f57-4f43-9c3e-0d7f6f4b2a11';
const nodeId = `0x${'1'.repeat(64)}`;
const common = { nodeId, attemptId, tier: 'ORACLE', seq: 9, rolloutId: 9, from: 2, to: 3 };

function state(n: number, at: number, name: string): EventDelivery {
  const event = { ...common, id: `${nodeId}/${attemptId}/${n}`, n, at, kind: 'state', state: name, detail: '' };
  return EventDelivery.parse({ kind: 'state', event });
}

function outcome(n: number, at: number): EventDelivery {
  return EventDelivery.parse({
    kind: 'outcome',
    receipt: 'e30.e30.c2ln',
    event: {
      ...common,
      id: `${nodeId}/${attemptId}/${n}`,
      n,
      at,
      kind: 'outcome',
      outcome: 'committed',
      code: null,
      detail: '',
      logTail: '',
      serviceGapMs: 900,
      rollbackMs: null,
      durationMs: 5000,
    },
  });
}

describe('attemptStory', () => {
  it('measures each step until the next one', () => {
    const { steps, outcome: end } = attemptStory({
      events: [state(0, 1000, 'verifying'), state(1, 3000, 'downloading'), outcome(2, 6000)],
    });
    expect(steps.map((step) => [step.state, step.durationMs])).toEqual([
      ['verifying', 2000],
      ['downloading', 3000],
    ]);
    expect(end?.outcome).toBe('committed');
  });

  it('leaves the running step open and orders late events', () => {
    const { steps, outcome: end } = attemptStory({
      events: [state(1, 3000, 'downloading'), state(0, 1000, 'verifying')],
    });
    expect(steps.map((step) => step.durationMs)).toEqual([2000, null]);
    expect(end).toBeNull();
  });
});

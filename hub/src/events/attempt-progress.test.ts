import { describe, expect, it } from 'vitest';
import { TestNode } from '../testing/test-node.ts';
import { ackedThrough, withEvent } from './attempt-progress.ts';

const node = new TestNode('noderr:1:0x');
const ATTEMPT = 'b3b8a1ba-6d2b-4a2e-9a55-0a8a0e1d7f10';

describe('an attempt', () => {
  it('begins with its first event', () => {
    const row = withEvent(undefined, node.stateEvent(ATTEMPT, 0), { receivedAt: 7, highestN: -1 });
    expect(row).toMatchObject({ node_id: node.nodeId, rollout_id: 5, to_id: 2, received_at: 7, outcome: null });
  });

  it('gets exactly one outcome, its last event', () => {
    const running = withEvent(undefined, node.stateEvent(ATTEMPT, 0), { receivedAt: 7, highestN: -1 });
    const ended = withEvent(running, node.outcomeEvent(ATTEMPT, 1), { receivedAt: 8, highestN: 0 });
    expect(ended).toMatchObject({ outcome: 'committed', outcome_n: 1, outcome_received_at: 8, received_at: 7 });
    const after = { receivedAt: 9, highestN: 1 };
    for (const event of [node.outcomeEvent(ATTEMPT, 2), node.outcomeEvent(ATTEMPT, 0), node.stateEvent(ATTEMPT, 2)]) {
      expect(() => withEvent(ended, event, after)).toThrow(expect.objectContaining({ code: 'event/after-outcome' }));
    }
  });

  it('takes a state that was overtaken by its outcome', () => {
    const ended = withEvent(undefined, node.outcomeEvent(ATTEMPT, 3), { receivedAt: 8, highestN: -1 });
    expect(withEvent(ended, node.stateEvent(ATTEMPT, 1), { receivedAt: 9, highestN: 3 })).toEqual(ended);
  });

  it('refuses an outcome below a stored event', () => {
    const running = withEvent(undefined, node.stateEvent(ATTEMPT, 4), { receivedAt: 7, highestN: -1 });
    expect(() => withEvent(running, node.outcomeEvent(ATTEMPT, 3), { receivedAt: 8, highestN: 4 })).toThrow(
      expect.objectContaining({ code: 'event/after-outcome' }),
    );
  });

  it('is acknowledged up to its first gap', () => {
    expect(ackedThrough(-1, [0, 1, 2])).toBe(2);
    expect(ackedThrough(-1, [2, 0])).toBe(0);
    expect(ackedThrough(0, [2, 1, 0, 5])).toBe(2);
    expect(ackedThrough(-1, [1])).toBe(-1);
    expect(ackedThrough(3, [])).toBe(3);
  });
});

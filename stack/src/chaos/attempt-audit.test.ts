import { EventDelivery } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { auditAttempts, countOutcomes } from './attempt-audit.ts';

const ATTEMPT = '8d7a2ac1-4d1e-4a52-8f3c-6d2f0f6c7b11';
const NODE = `0x${'ab'.repeat(32)}`;

function delivery(n: number, kind: 'state' | 'outcome'): EventDelivery {
  const ids = { id: `${NODE}/${ATTEMPT}/${n}`, nodeId: NODE, attemptId: ATTEMPT, n, at: 1000 + n };
  const common = { ...ids, tier: 'ORACLE', seq: 1, rolloutId: 1, from: 1, to: 2, detail: '' };
  const ending = { outcome: 'committed', code: null, logTail: '', serviceGapMs: 1, rollbackMs: null, durationMs: 9 };
  return EventDelivery.parse(
    kind === 'state'
      ? { kind, event: { ...common, kind, state: 'verifying' } }
      : { kind, event: { ...common, kind, ...ending }, receipt: 'a.b.c' },
  );
}

function told(...events: EventDelivery[]): Parameters<typeof auditAttempts>[0][number] {
  return { attemptId: ATTEMPT, outcome: 'committed', events };
}

const seen = new Set([ATTEMPT]);

describe('the audit of attempts', () => {
  it('accepts one outcome after a gapless row of states', () => {
    expect(auditAttempts([told(delivery(0, 'state'), delivery(1, 'outcome'))], seen)).toEqual([]);
  });

  it.each([
    ['an attempt that was seen and never told', [], 'the hub was never told'],
    ['no outcome', [told(delivery(0, 'state'))], 'has 0 outcomes'],
    ['two outcomes', [told(delivery(0, 'outcome'), delivery(1, 'outcome'))], 'has 2 outcomes'],
    ['a gap', [told(delivery(0, 'state'), delivery(2, 'outcome'))], 'has a gap'],
    ['events after the outcome', [told(delivery(0, 'outcome'), delivery(1, 'state'))], 'after its outcome'],
    ['an outcome that does not count', [{ ...told(delivery(0, 'outcome')), outcome: null }], 'does not count'],
  ])('accuses %s', (_, attempts, detail) => {
    const [fault, ...more] = auditAttempts(attempts, seen);
    expect(fault?.attemptId).toBe(ATTEMPT);
    expect(fault?.detail).toContain(detail);
    expect(more).toEqual([]);
  });

  it('counts how attempts ended', () => {
    const outcomes = ['committed', 'rolled-back', 'committed', null] as const;
    expect(countOutcomes(outcomes.map((outcome) => ({ outcome })))).toEqual({ committed: 2, 'rolled-back': 1 });
  });
});

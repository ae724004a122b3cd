import { describe, expect, it } from 'vitest';
import { createPushGate } from './push-gate.ts';

describe('the push gate', () => {
  it('shuts for five minutes, give or take, after a refusal, and tells each change once', () => {
    let now = 0;
    const told: string[] = [];
    const gate = createPushGate({ monotonicMs: () => now, random: () => 0.5, onChange: (state) => told.push(state) });
    expect([gate.state, gate.waitMs()]).toEqual(['unknown', 0]);
    gate.accepted();
    gate.accepted();
    gate.refused();
    expect([gate.state, gate.waitMs()]).toEqual(['refused', 300_000]);
    now = 300_000;
    expect([gate.state, gate.waitMs()]).toEqual(['refused', 0]);
    gate.refused();
    expect(gate.waitMs()).toBe(300_000);
    gate.accepted();
    expect([gate.state, gate.waitMs()]).toEqual(['accepted', 0]);
    expect(told).toEqual(['accepted', 'refused', 'accepted']);
  });
});

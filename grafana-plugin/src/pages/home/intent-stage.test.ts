import { type Intent, IntentRequest } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { makeFleet } from '../../../test/fixture/scenarios.ts';
import { confirm, prepare, progress } from '../../../test/fixture/intents.ts';
import { NOW } from '../../testing/seeded-tiers.ts';
import { intentFailed, intentIsActive, stageStates } from './intent-stage.ts';

function seededIntent(ageMs: number | null): Intent {
  const tier = makeFleet('running', NOW).tiers.find((one) => one.tier === 'ORACLE');
  if (!tier) throw new Error('no ORACLE');
  const request = IntentRequest.parse({
    id: '6f1c2c1e-8f57-4f43-9c3e-0d7f6f4b2a11',
    kind: 'pause',
    tier: 'ORACLE',
    expectedRollout: 9,
  });
  const prepared = prepare(tier, request, 'mara', NOW);
  return ageMs === null ? prepared : progress(confirm(prepared, '', NOW), 700, NOW + ageMs);
}

describe('intents on their way', () => {
  it('is active from the confirmation until the last stage', () => {
    expect(intentIsActive(seededIntent(null))).toBe(false);
    expect(intentIsActive(seededIntent(500))).toBe(true);
    expect(intentIsActive(seededIntent(60_000))).toBe(false);
  });

  it('walks stage by stage', () => {
    const states = stageStates(seededIntent(500)).map((stage) => stage.state);
    expect(states).toEqual(['reached', 'reached', 'waiting', 'ahead', 'ahead', 'ahead']);
  });

  it('stops where it failed', () => {
    const failed: Intent = { ...seededIntent(500), status: 'reverted' };
    expect(intentFailed(failed)).toBe(true);
    expect(intentIsActive(failed)).toBe(false);
    expect(stageStates(failed).at(-1)?.state).toBe('never');
  });
});

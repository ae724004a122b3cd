import { describe, expect, it } from 'vitest';
import { seededCard } from '../../testing/seeded-tiers.ts';
import { gateParts, gateSentence, nextCohort } from './gate-words.ts';

describe('gateSentence', () => {
  it('says what the next cohort waits for, with the numbers now', () => {
    const card = seededCard('running');
    expect(nextCohort(card)).toBe(3);
    expect(gateSentence(card)).toMatch(/^cohort 3 opens when 4 h 48 m have passed/);
  });

  it('names the pause', () => {
    expect(gateSentence(seededCard('guard'))).toContain('the pause is lifted');
  });

  it('says that it opens when nothing is missing', () => {
    const card = seededCard('running');
    const gate = card.rollout.gate && { ...card.rollout.gate, waitsFor: [] };
    expect(gateSentence({ ...card, rollout: { ...card.rollout, gate } })).toBe(
      'cohort 3 opens with the next check of the gate',
    );
  });

  it('says so where time alone opens cohorts', () => {
    const card = seededCard('running');
    expect(gateSentence({ ...card, rollout: { ...card.rollout, gate: null } })).toMatch(/by time alone$/);
  });

  it('says so when the gate is off', () => {
    expect(gateSentence({ ...seededCard('running'), gateEnabled: false })).toMatch(/the gate is off/);
  });

  it('has nothing to say of a rollback or of nothing', () => {
    expect(gateSentence(seededCard('rolling-back'))).toBeNull();
    expect(gateSentence(seededCard('empty'))).toBeNull();
  });

  it('says when every cohort is open', () => {
    expect(gateSentence(seededCard('complete'))).toBe('every cohort is open');
  });
});

it('has words for everything that a gate can wait for', () => {
  const { gate } = seededCard('running').rollout;
  if (!gate) throw new Error('the seeded rollout is gated');
  const all = ['delay', 'evidence', 'first-commit', 'health', 'budget', 'pause', 'final'] as const;
  const parts = gateParts({ ...gate, evidence: { have: 37, eligible: 50 }, waitsFor: [...all] });
  expect(parts).toHaveLength(all.length);
  expect(parts[1]).toBe('80\u202f% of the open cohorts have an outcome (now 74\u202f%)');
});

import { describe, expect, it } from 'vitest';
import { type Ms } from '@noderr/protocol';
import { LISTENED_AFTER_MS, readiness, type ReadinessFacts, SETTLED_AFTER_MS } from './readiness.ts';

const START = 1_000_000;
const facts = (over: Partial<ReadinessFacts> = {}): ReadinessFacts => ({
  armed: true,
  known: 10,
  back: 10,
  newestEnrolledAt: 1 as Ms,
  hubSince: START as Ms,
  now: (START + 1000) as Ms,
  ...over,
});

describe('guard and gate', () => {
  it('act once four of five nodes were heard since the start', () => {
    expect(readiness(facts({ back: 8 }))).toEqual({ ready: true, arm: false });
    expect(readiness(facts({ back: 7 }))).toMatchObject({ ready: false });
  });

  it('do not wait for ever for nodes that are gone', () => {
    expect(readiness(facts({ back: 0, now: (START + LISTENED_AFTER_MS) as Ms })).ready).toBe(true);
  });

  it('act at once where no node is known yet', () => {
    expect(readiness(facts({ known: 0, back: 0 })).ready).toBe(true);
  });

  it('hold still after the database was lost, however long, until the nodes are back', () => {
    const lost = { armed: false, now: (START + 24 * 3_600_000) as Ms };
    expect(readiness(facts({ ...lost, known: 0, back: 0 }))).toMatchObject({ ready: false });
    expect(readiness(facts({ ...lost, back: 7 }))).toMatchObject({
      ready: false,
      reason: expect.stringContaining('7 of 10 nodes') as string,
    });
    expect(readiness(facts({ ...lost, back: 8 }))).toEqual({ ready: true, arm: true });
  });

  it('hold still while nodes are coming back one after the other', () => {
    const now = (START + 3_600_000) as Ms;
    const newest = (ago: number): Ms => (now - ago) as Ms;
    const lost = { armed: false, now };
    expect(readiness(facts({ ...lost, newestEnrolledAt: newest(SETTLED_AFTER_MS - 1) })).ready).toBe(false);
    expect(readiness(facts({ ...lost, newestEnrolledAt: newest(SETTLED_AFTER_MS) })).ready).toBe(true);
  });
});

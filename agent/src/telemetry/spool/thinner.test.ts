import { describe, expect, it } from 'vitest';
import { createThinner } from './thinner.ts';

describe('the thinner', () => {
  it('keeps one of each source and minute', () => {
    const look = createThinner().look();
    const kept = [0, 15_000, 30_000, 45_000, 60_000].filter((ms) => {
      if (!look.keeps('host', ms)) return false;
      look.taken('host', ms);
      return true;
    });
    expect(kept).toEqual([0, 60_000]);
    expect(look.keeps('oracle', 15_000)).toBe(true);
  });

  it('forgets a look that was not sent', () => {
    const thinner = createThinner();
    thinner.look().taken('host', 0);
    const second = thinner.look();
    expect(second.keeps('host', 15_000)).toBe(true);
    second.taken('host', 15_000);
    second.settle();
    expect(thinner.look().keeps('host', 30_000)).toBe(false);
  });

  it('remembers no more sources than a node has', () => {
    const look = createThinner().look();
    for (let source = 0; source < 300; source += 1) look.taken(String(source), 0);
    expect(look.keeps('0', 0)).toBe(true);
    expect(look.keeps('299', 0)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { createTicker } from './ticker.ts';

describe('createTicker', () => {
  it('runs one timer for all and stops it with the last listener', () => {
    let now = 100;
    const ticks: (() => void)[] = [];
    let stopped = 0;
    const ticker = createTicker(() => now, {
      start: (tick) => {
        ticks.push(tick);
        return () => {
          stopped += 1;
        };
      },
    });
    let calls = 0;
    const count = (): void => {
      calls += 1;
    };
    const first = ticker.subscribe(count);
    const second = ticker.subscribe(() => undefined);
    expect(ticks).toHaveLength(1);
    now = 200;
    ticks[0]?.();
    expect(ticker.now()).toBe(200);
    expect(calls).toBe(1);
    first();
    expect(stopped).toBe(0);
    second();
    expect(stopped).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { startTicker } from './ticker.ts';

const HOUR_MS = 3_600_000;

function gate(): { wait: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open };
}

describe('a ticker', () => {
  it('never runs twice at a time and joins all pokes of a run into one more', async () => {
    let runs = 0;
    let atOnce = 0;
    const gates = [gate(), gate(), gate()];
    const ticker = startTicker({
      intervalMs: HOUR_MS,
      async run() {
        atOnce += 1;
        expect(atOnce).toBe(1);
        await gates[runs++]?.wait;
        atOnce -= 1;
      },
      onError: (error) => {
        throw error;
      },
    });
    const pokes = [ticker.poke(), ticker.poke(), ticker.poke()];
    for (const one of gates) one.open();
    await Promise.all(pokes);
    expect(runs).toBe(2);
    await ticker.close();
  });

  it('goes on after a run that failed, and stops when closed', async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const ticker = startTicker({
      intervalMs: HOUR_MS,
      run() {
        runs += 1;
        return Promise.reject(new Error(`run ${runs}`));
      },
      onError: (error) => errors.push(error),
    });
    await ticker.poke();
    await ticker.close();
    await ticker.poke();
    expect(errors).toHaveLength(2);
    expect(runs).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { type Batch } from '../spool/spool.ts';
import { type Delivery } from './deliver.ts';
import { createPushGate, type PushGate } from './push-gate.ts';
import { type LaneDeps, runLane } from './run-lane.ts';

const BATCH: Batch = {
  range: { from: 0, to: 1 },
  parcel: { count: 1, body: () => Promise.resolve(new Uint8Array()), halves: () => null },
  givenUp: {},
  onSettled: () => undefined,
};
const DONE: Delivery = { kind: 'done', refused: 0 };
const later = (afterMs: number | null): Delivery => ({ kind: 'later', afterMs, code: 'ingest/store-down', detail: '' });

/** Runs a lane over these deliveries, then stops it; answers what it slept and what it did. */
async function run(
  deliveries: readonly (Delivery | Error)[],
  over: Partial<LaneDeps> = {},
): Promise<{ sleeps: number[]; settled: number; faults: string[]; gate: PushGate }> {
  const stop = new AbortController();
  const sleeps: number[] = [];
  const faults: string[] = [];
  let [next, settled, now] = [0, 0, 0];
  const gate = createPushGate({ monotonicMs: () => now, random: () => 0.5, onChange: () => undefined });
  await runLane(
    1_000,
    {
      take: () => BATCH,
      deliver() {
        const delivery = deliveries[next++];
        if (next === deliveries.length) stop.abort(new Error('the test is over'));
        if (delivery instanceof Error) throw delivery;
        return Promise.resolve(delivery ?? DONE);
      },
      settle: () => (settled += 1),
      failed: (code) => faults.push(code),
      idle: () => Promise.resolve(),
      clock: {
        sleep(ms) {
          sleeps.push(ms);
          now += ms;
          return Promise.resolve();
        },
      },
      random: () => 1,
      gate,
      ...over,
    },
    stop.signal,
  );
  return { sleeps, settled, faults, gate };
}

describe('a lane', () => {
  it('keeps its pace', async () => {
    const { sleeps, settled } = await run([DONE, DONE, DONE]);
    expect(sleeps.slice(0, 3)).toEqual([1_000, 1_000, 1_000]);
    expect(settled).toBe(3);
  });

  it('backs off from one to sixty seconds, and begins anew after a success', async () => {
    const failing = Array.from({ length: 8 }, () => later(null));
    const { sleeps, settled, faults } = await run([...failing, DONE, later(null), DONE]);
    const waits = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => (seconds + 1) * 1_000);
    expect(sleeps.slice(0, 11)).toEqual([1_000, ...waits, 1_000, 2_000]);
    expect(settled).toBe(2);
    expect(faults).toHaveLength(9);
  });

  it('waits as long as the hub says', async () => {
    const { sleeps } = await run([later(30_000), DONE]);
    expect(sleeps.slice(0, 2)).toEqual([1_000, 31_000]);
  });

  it('shuts the gate when its token is refused, and waits until it opens', async () => {
    const { sleeps, gate } = await run([{ kind: 'unauthorized', code: 'token/unknown-node', detail: '' }, DONE]);
    expect(sleeps.slice(0, 2)).toEqual([1_000, 300_000]);
    expect(gate.state).toBe('accepted');
  });

  it('goes on when the spool could not be read', async () => {
    const { settled, faults } = await run([Object.assign(new Error('EMFILE'), { code: 'EMFILE' }), DONE]);
    expect(faults).toEqual(['spool/failed']);
    expect(settled).toBe(1);
  });

  it('settles what is given up without asking the hub', async () => {
    const batches = [{ ...BATCH, parcel: null }, BATCH];
    const { settled, faults } = await run([DONE], { take: () => batches.shift() ?? null });
    expect(settled).toBe(2);
    expect(faults).toEqual([]);
  });
});

import { Ms, NodeId, Seq } from '@noderr/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_NODE } from '../testing/sample-chain.ts';
import { sampleMemory } from '../testing/sample-memory.ts';
import { backoffLeft, isHeldByHub, isHeldByOperator, spreadMs } from './patience.ts';

const HOUR = 3_600_000;
const at = (ms: number): Ms => Ms.parse(ms);

describe('the pause after a failure', () => {
  it.each([
    [1, 60_000],
    [2, 120_000],
    [6, 1_920_000],
    [7, HOUR],
    [500, HOUR],
  ])('after %i tries is %i ms', (attempts, ms) => {
    expect(backoffLeft({ attempts, at: at(HOUR) }, at(HOUR))).toBe(ms);
  });

  it('ends, and is never longer than its length, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(1e9), fc.nat(1e9), (attempts, failed, now) => {
        const left = backoffLeft({ attempts, at: at(failed) }, at(now));
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(HOUR);
        if (now >= failed + HOUR) expect(left).toBe(0);
      }),
    );
  });
});

describe('a hold', () => {
  const memory = sampleMemory(null);
  it('by the operator lasts for ever, or until its end', () => {
    expect(isHeldByOperator(memory, at(5))).toBe(false);
    expect(isHeldByOperator({ ...memory, operatorHold: { until: null, reason: '' } }, at(5))).toBe(true);
    const operatorHold = { until: at(10), reason: '' };
    expect([9, 10].map((now) => isHeldByOperator({ ...memory, operatorHold }, at(now)))).toEqual([true, false]);
  });

  it('by the hub ends by itself', () => {
    const hubHolds = [{ seq: Seq.parse(1), reason: '', until: at(10) }];
    expect([9, 10].map((now) => isHeldByHub({ ...memory, hubHolds }, at(now)))).toEqual([true, false]);
  });
});

it('The spread puts nodes all over its time, each always at the same place', () => {
  const places = Array.from({ length: 400 }, (_, n) =>
    spreadMs(NodeId.parse(`0x${n.toString(16).padStart(64, '0')}`), Seq.parse(3), 100),
  );
  for (const quarter of [0, 1, 2, 3]) {
    const within = places.filter((ms) => Math.floor(ms / 25_000) === quarter).length;
    expect(within).toBeGreaterThan(60);
  }
  expect(Math.max(...places)).toBeLessThan(100_000);
  expect(spreadMs(SAMPLE_NODE, Seq.parse(3), 100)).toBe(spreadMs(SAMPLE_NODE, Seq.parse(3), 100));
});

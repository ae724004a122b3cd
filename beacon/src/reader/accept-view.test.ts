import { type ChainView, Hex32, ReleaseId, Seq } from '@noderr/protocol';
import { expect, test } from 'vitest';
import { acceptView, type Watermark } from './accept-view.ts';

const hash = (digit: string): Hex32 => Hex32.parse(`0x${digit.repeat(64)}`);
const known: Watermark = {
  seq: Seq.parse(5),
  headHash: hash('5'),
  height: 100,
  floor: ReleaseId.parse(2),
  trustVersion: 1,
};

/** Only what the judgement reads. */
function viewOf(change: {
  seq?: number;
  head?: string;
  previous?: string;
  height?: number;
  floor?: number;
  trust?: number;
  target?: number;
  baseline?: number;
  revoked?: boolean;
}): ChainView {
  const { seq = 5, head = '5', previous = '4', height = 101, floor = 2, trust = 1 } = change;
  const { target = 4, baseline = 3, revoked = false } = change;
  return {
    block: { number: height },
    directive: {
      seq,
      target,
      baseline,
      headHash: hash(head),
      previousHash: hash(previous),
      floor,
      trust: { version: trust, digest: hash('0') },
    },
    target: { id: target, revoked: false },
    baseline: { id: baseline, revoked: false },
    targetStones: [{ id: 1, revoked }],
    baselineStones: [],
  } as unknown as ChainView;
}

test('The same state at a later block is accepted, and only its height moves', () => {
  expect(acceptView(known, viewOf({ height: 120 }))).toEqual({ kind: 'accepted', next: { ...known, height: 120 } });
});

test('The next change is accepted when it follows from the last one', () => {
  const next = viewOf({ seq: 6, head: '6', previous: '5', floor: 3, trust: 2 });
  expect(acceptView(known, next)).toEqual({
    kind: 'accepted',
    next: { seq: 6, headHash: hash('6'), height: 101, floor: 3, trustVersion: 2 },
  });
});

test('A first view is accepted whatever it says', () => {
  const empty: Watermark = { seq: Seq.parse(0), headHash: null, height: 0, floor: ReleaseId.parse(0), trustVersion: 0 };
  expect(acceptView(empty, viewOf({ seq: 1, previous: '0' })).kind).toBe('accepted');
});

test.each([
  ['a lower seq at a later block', viewOf({ seq: 4, head: '4' }), 'chain/seq-lower'],
  ['the same seq with other content', viewOf({ head: 'a' }), 'chain/content-changed'],
  ['a next seq that follows from another one', viewOf({ seq: 6, head: '6', previous: 'a' }), 'chain/head-broken'],
  ['a lower floor', viewOf({ seq: 7, head: '7', floor: 1 }), 'chain/floor-lower'],
  ['a lower trust version', viewOf({ seq: 7, head: '7', trust: 0 }), 'chain/trust-lower'],
  ['a rollback below the floor', viewOf({ seq: 7, head: '7', target: 1, baseline: 1 }), 'chain/below-floor'],
  ['a baseline below the floor', viewOf({ seq: 7, head: '7', baseline: 0 }), 'chain/below-floor'],
  ['a revoked stone', viewOf({ seq: 7, head: '7', revoked: true }), 'chain/revoked'],
  ['other content even at an earlier block', viewOf({ head: 'a', height: 90 }), 'chain/content-changed'],
] as const)('Refused: %s', (_what, view, code) => {
  expect(acceptView(known, view)).toMatchObject({ kind: 'rejected', code });
});

test('An earlier final block is only behind, and no alarm', () => {
  expect(acceptView(known, viewOf({ seq: 4, head: '4', height: 90 })).kind).toBe('behind');
  expect(acceptView(known, viewOf({ height: 99 })).kind).toBe('behind');
});

test('A regressed chain heals when the head agrees again', () => {
  expect(acceptView(known, viewOf({ seq: 4, head: '4' })).kind).toBe('rejected');
  expect(acceptView(known, viewOf({ height: 130 })).kind).toBe('accepted');
});

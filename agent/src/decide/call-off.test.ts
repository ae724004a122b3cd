import { Ms, Seq } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type AttemptState } from '../attempt/machine-state.ts';
import { type Memory } from '../durable/memory.ts';
import { sampleRelease, sampleView } from '../testing/sample-chain.ts';
import {
  SAMPLE_NOW,
  sampleAttempt,
  sampleChainFacts,
  sampleMemory,
  samplePolicy,
  sampleSet,
} from '../testing/sample-memory.ts';
import { type CallOff, callOff } from './call-off.ts';
import { type ChainFacts } from './facts.ts';

const first = sampleRelease({ id: 1 });
const second = sampleRelease({ id: 2 });
const rollout = sampleView({ target: second, baseline: first, seq: 2 });
const rolledBack = sampleView({ kind: 'rollback', target: first, baseline: first, withdrawn: 2, seq: 3 });
const since = SAMPLE_NOW.now;
const soon = Ms.parse(since + 60_000);

const downloading: AttemptState = { name: 'downloading', attempt: sampleAttempt(), since };
const swapping = (newStarting: boolean): AttemptState => ({
  name: 'swapping',
  attempt: sampleAttempt(),
  since,
  baseline: null,
  downSince: null,
  backup: null,
  newStarting,
});
const validating: AttemptState = {
  name: 'validating',
  attempt: sampleAttempt(),
  since,
  baseline: null,
  backup: null,
  deadline: SAMPLE_NOW.instant,
  gapMs: 0,
};

function judged(
  chain: ChainFacts,
  state: AttemptState = downloading,
  over: Partial<Memory> = {},
): CallOff['code'] | undefined {
  const memory = { ...sampleMemory(sampleSet({ id: 1 })), state, ...over };
  return callOff(memory, state, chain, samplePolicy(), SAMPLE_NOW)?.code;
}

describe('an attempt that has not started the new set', () => {
  it('goes on while the chain still wants its release, or a later one beyond it', () => {
    expect(judged(sampleChainFacts(rollout))).toBeUndefined();
    expect(judged(sampleChainFacts(sampleView({ target: sampleRelease({ id: 3 }), seq: 3 })))).toBeUndefined();
    expect(judged(sampleChainFacts(rollout), swapping(false))).toBeUndefined();
  });

  it('goes on when nothing can be seen: the guard before the stop and the start fails closed', () => {
    expect(judged(sampleChainFacts(null))).toBeUndefined();
    expect(judged(sampleChainFacts(rollout, { brake: { reason: 'unreachable' } }))).toBeUndefined();
  });

  it.each<[string, Partial<Memory>]>([
    ['operator', { operatorHold: { until: null, reason: '' } }],
    ['hub', { hubHolds: [{ seq: Seq.parse(2), reason: 'guard', until: soon }] }],
  ])('ends when the %s holds the node', (_who, over) => {
    expect(judged(sampleChainFacts(rollout), downloading, over)).toBe('held');
  });

  it('ends by what is seen before finality', () => {
    expect(judged(sampleChainFacts(rollout, { brake: { reason: 'paused' } }))).toBe('paused');
    expect(judged(sampleChainFacts(rollout, { brake: { reason: 'other-rollout' } }))).toBe('superseded');
  });

  it('is not braked where a node without a set installs the baseline', () => {
    const state: AttemptState = {
      ...downloading,
      attempt: sampleAttempt({ reason: 'install-baseline', to: first.id }),
    };
    const paused = sampleView({ target: second, baseline: first, paused: true, seq: 3 });
    const chain = sampleChainFacts(paused, { brake: { reason: 'paused' } });
    const memory = { ...sampleMemory(null), state };
    expect(callOff(memory, state, chain, samplePolicy(), SAMPLE_NOW)).toBeNull();
  });

  it('ends when the final chain wants something else', () => {
    expect(judged(sampleChainFacts({ ...rollout, directive: { ...rollout.directive, paused: true } }))).toBe('paused');
    expect(judged(sampleChainFacts(rolledBack))).toBe('superseded');
    expect(judged(sampleChainFacts(sampleView({ target: first, seq: 3 })))).toBe('superseded');
  });
});

describe('an attempt whose new set runs', () => {
  it.each([
    ['starting', swapping(true)],
    ['validating', validating],
  ])('is called off by nothing but a rollback below it: %s', (_name, state) => {
    const held: Partial<Memory> = { operatorHold: { until: null, reason: '' } };
    const paused = sampleView({ target: second, baseline: first, paused: true, seq: 3 });
    expect(judged(sampleChainFacts(paused, { brake: { reason: 'paused' } }), state, held)).toBeUndefined();
    expect(judged(sampleChainFacts(null), state)).toBeUndefined();
    expect(judged(sampleChainFacts(rolledBack), state)).toBe('superseded');
    expect(judged(sampleChainFacts(null, { emergency: rolledBack }), state)).toBe('superseded');
  });

  it('is called off where its release is withdrawn by a rollout of another', () => {
    const replaced = sampleView({ target: sampleRelease({ id: 3 }), baseline: first, withdrawn: 2, seq: 4 });
    expect(judged(sampleChainFacts(replaced), validating)).toBe('superseded');
  });

  it('goes on when a rollback leads to it or above', () => {
    const onto = sampleView({ kind: 'rollback', target: second, baseline: second, withdrawn: 0, seq: 4 });
    expect(judged(sampleChainFacts(onto), validating)).toBeUndefined();
  });
});

it('Nothing calls a move down off once it is journaled', () => {
  const state: AttemptState = { ...downloading, attempt: sampleAttempt({ direction: 'down' }) };
  const held: Partial<Memory> = { operatorHold: { until: null, reason: '' } };
  expect(judged(sampleChainFacts(rollout, { brake: { reason: 'paused' } }), state, held)).toBeUndefined();
});

it('Nothing calls a way back off', () => {
  const { baseline, backup } = validating;
  const state: AttemptState = {
    ...{ name: 'rolling-back', attempt: sampleAttempt(), since, phase: 'stopping', baseline, backup, downSince: null },
    ...{ newStarted: true, verdictAt: since, verdict: SAMPLE_NOW.instant, deadline: SAMPLE_NOW.instant },
    ...{ code: 'health/timeout', detail: '', logTail: '' },
  };
  expect(judged(sampleChainFacts(rolledBack), state)).toBeUndefined();
});

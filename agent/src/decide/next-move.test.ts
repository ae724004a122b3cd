import { type FailureCode, type ReleaseId, Seq } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { Ms } from '@noderr/protocol';
import { type Memory } from '../durable/memory.ts';
import { releaseId, sampleRelease, type SampleView, sampleView } from '../testing/sample-chain.ts';
import {
  SAMPLE_NOW,
  sampleBackup,
  sampleChainFacts,
  sampleFacts,
  sampleMemory,
  samplePolicy,
  sampleSet,
} from '../testing/sample-memory.ts';
import { type Facts, type Policy } from './facts.ts';
import { nextMove } from './next-move.ts';
import { type Step } from './step.ts';

const [one, two, three] = [1, 2, 3].map((id) => sampleRelease({ id })) as [
  ReturnType<typeof sampleRelease>,
  ReturnType<typeof sampleRelease>,
  ReturnType<typeof sampleRelease>,
];
const { now, instant } = SAMPLE_NOW;
const onOne = sampleMemory(sampleSet({ id: 1 }));
const onTwo = sampleMemory(sampleSet({ id: 2 }), [sampleSet({ id: 1 })]);
const rollout: SampleView = { target: two, baseline: one, seq: 2 };
const rollback: SampleView = { kind: 'rollback', target: one, baseline: one, withdrawn: 2, seq: 3 };

interface Given {
  chain?: Parameters<typeof sampleChainFacts>[1];
  facts?: Partial<Facts>;
  policy?: Partial<Policy>;
}

function move(memory: Memory, view: SampleView | null, { chain, facts, policy }: Given = {}): Step[] {
  const seen = sampleFacts(sampleChainFacts(view && sampleView(view), chain), facts);
  return nextMove(memory, seen, { ...samplePolicy(), ...policy }, SAMPLE_NOW);
}

function failed(memory: Memory, id: ReleaseId, code: FailureCode, at: Ms = now): Memory {
  return { ...memory, node: { ...memory.node, failed: { [id]: { code, attempts: 1, at } } } };
}

function descent(code: FailureCode, rolloutId = 3): Partial<Memory> {
  return { descent: { rolloutId: Seq.parse(rolloutId), code, attempts: 1, at: now } };
}

describe('a node', () => {
  it.each<[string, Memory, Given, Step[]]>([
    ['updates are off', onOne, { policy: { autoUpdateEnabled: false } }, [{ kind: 'stay', why: 'disabled' }]],
    ['a backup is not sealed', { ...onOne, unsealed: sampleBackup(1) }, {}, [{ kind: 'stay', why: 'backup-unsealed' }]],
  ])('stays where it is while %s', (_title, memory, given, steps) => {
    expect(move(memory, rollout, given)).toEqual(steps);
  });

  it('does nothing without a final view', () => {
    expect(move(onOne, null)).toEqual([]);
  });

  it('says why it stays', () => {
    expect(move(onTwo, rollout)).toEqual([{ kind: 'stay', why: 'at-target' }]);
  });
});

describe('a move up', () => {
  it('begins with the release, asked for by its rollout', () => {
    expect(move(onOne, rollout)).toEqual([
      {
        kind: 'begin-attempt',
        plan: {
          to: 2,
          direction: 'up',
          seq: 2,
          rolloutId: 2,
          reason: 'rollout',
          release: two,
          kept: null,
          restore: null,
        },
      },
    ]);
  });

  it('leads over the first stone that is still ahead', () => {
    const stones = [sampleRelease({ id: 1 }), sampleRelease({ id: 2 })];
    const [step] = move(onOne, { target: three, baseline: null, stones, seq: 3 });
    expect(step).toMatchObject({ kind: 'begin-attempt', plan: { to: 2 } });
  });

  it('leads to the baseline where the cohort is closed', () => {
    const closed = { ...three, plan: { ...three.plan, canaryBps: 1, cohortBps: 9_999, gated: true } } as typeof three;
    const [step] = move(onOne, { target: closed, baseline: two, seq: 3 });
    expect(step).toMatchObject({ kind: 'begin-attempt', plan: { to: 2, reason: 'behind-baseline' } });
  });

  it('is not tried to a revoked release, nor to one that the view does not show', () => {
    const revoked = sampleRelease({ id: 2, revoked: true });
    expect(move(onOne, { target: revoked, seq: 2 })).toEqual([
      { kind: 'cannot-follow', releaseId: 2, code: 'revoked' },
    ]);
    const view = { ...sampleView(rollout), target: three };
    const facts = sampleFacts(sampleChainFacts(view));
    expect(nextMove(onOne, facts, samplePolicy(), SAMPLE_NOW)).toEqual([
      { kind: 'cannot-follow', releaseId: 2, code: 'path' },
    ]);
  });

  it('is banned by a fault of the release, and waits after one of the surroundings', () => {
    expect(move(failed(onOne, two.id, 'health/timeout'), rollout)).toEqual([
      { kind: 'cannot-follow', releaseId: 2, code: 'health/timeout' },
    ]);
    expect(move(failed(onOne, two.id, 'registry/timeout'), rollout)).toEqual([
      { kind: 'wait', why: 'backoff', ms: 60_000, wish: null },
    ]);
    expect(move(failed(onOne, two.id, 'registry/timeout', Ms.parse(1)), rollout)[0]?.kind).toBe('begin-attempt');
  });

  it('waits while the operator or the hub holds the node', () => {
    const operatorHold = { until: null, reason: '' };
    expect(move({ ...onOne, operatorHold }, rollout)).toEqual([{ kind: 'stay', why: 'held-by-operator' }]);
    const hubHolds = [{ seq: Seq.parse(2), reason: '', until: Ms.parse(now + 1) }];
    expect(move({ ...onOne, hubHolds }, rollout)).toEqual([{ kind: 'stay', why: 'held-by-hub' }]);
  });

  it.each(['paused', 'other-rollout', 'unreachable'] as const)('is braked by `latest`: %s', (reason) => {
    expect(move(onOne, rollout, { chain: { brake: { reason } } })).toEqual([{ kind: 'stay', why: `brake-${reason}` }]);
  });

  it('of a node that has nothing leads to the baseline, also while its tier is paused', () => {
    const [step] = move(sampleMemory(null), { ...rollout, paused: true }, { chain: { brake: { reason: 'paused' } } });
    expect(step).toMatchObject({ kind: 'begin-attempt', plan: { to: 1, reason: 'install-baseline' } });
  });

  it('waits for its place in the spread, counted from when the wish arose', () => {
    const spread = { ...rollout, spreadS: 1_000 };
    const [fresh] = move(onOne, spread);
    expect(fresh).toMatchObject({ kind: 'wait', why: 'spread', wish: '2:2' });
    const since = { boot: instant.boot, ms: instant.ms - 1_000_000 };
    const [due] = move(onOne, spread, { facts: { wish: { key: '2:2', since } } });
    expect(due?.kind).toBe('begin-attempt');
    const [other] = move(onOne, spread, { facts: { wish: { key: '1:1', since } } });
    expect(other).toEqual(fresh);
  });
});

describe('a move down', () => {
  it('takes the kept set, which needs no registry', () => {
    expect(move(onTwo, rollback)).toMatchObject([
      {
        kind: 'begin-attempt',
        plan: { to: 1, direction: 'down', reason: 'rollback', release: null, kept: { releaseId: 1 } },
      },
    ]);
  });

  it('fetches the release where no set is kept', () => {
    const [step] = move({ ...onTwo, kept: [] }, rollback);
    expect(step).toMatchObject({ kind: 'begin-attempt', plan: { release: { id: 1 }, kept: null } });
  });

  it('is not tried to a release that is revoked or not shown, where no set is kept', () => {
    const memory = { ...onTwo, kept: [] };
    const revoked = sampleRelease({ id: 1, revoked: true });
    expect(move(memory, { ...rollback, target: revoked, baseline: revoked })).toEqual([
      { kind: 'cannot-follow', releaseId: 1, code: 'revoked' },
    ]);
    const view = { ...sampleView(rollback), target: three, baseline: null };
    expect(nextMove(memory, sampleFacts(sampleChainFacts(view)), samplePolicy(), SAMPLE_NOW)).toEqual([
      { kind: 'cannot-follow', releaseId: 1, code: 'path' },
    ]);
  });

  it('is stopped by a pause only when a quorum reads it', () => {
    expect(move(onTwo, rollback, { chain: { pausedByQuorum: true } })).toEqual([{ kind: 'stay', why: 'paused' }]);
    expect(move(onTwo, rollback, { chain: { brake: { reason: 'paused' } } })[0]?.kind).toBe('begin-attempt');
  });

  it('is tried once per rollback, faults of the surroundings apart', () => {
    expect(move({ ...onTwo, ...descent('health/timeout') }, rollback)).toEqual([
      { kind: 'cannot-follow', releaseId: 1, code: 'health/timeout' },
    ]);
    expect(move({ ...onTwo, ...descent('docker/failed') }, rollback)).toEqual([
      { kind: 'wait', why: 'backoff', ms: 60_000, wish: null },
    ]);
    expect(move({ ...onTwo, ...descent('interrupted') }, rollback)[0]?.kind).toBe('begin-attempt');
    expect(move({ ...onTwo, ...descent('health/timeout', 1) }, rollback)[0]?.kind).toBe('begin-attempt');
  });

  it('never leads below a release that cannot be undone', () => {
    expect(move(onTwo, { ...rollback, descent: 'irreversible' })).toEqual([
      { kind: 'cannot-follow', releaseId: 1, code: 'irreversible' },
    ]);
  });

  it('needs the backup where data has to go back', () => {
    const restored = { ...rollback, descent: 'restore' } as const;
    expect(move(onTwo, restored)).toEqual([{ kind: 'cannot-follow', releaseId: 1, code: 'backup/missing' }]);
    const backups = new Map([[releaseId(1), sampleBackup(1)]]);
    expect(move(onTwo, restored, { facts: { backups } })).toMatchObject([
      { kind: 'begin-attempt', plan: { restore: sampleBackup(1) } },
    ]);
  });

  it('waits for its place in the spread', () => {
    expect(move(onTwo, { ...rollback, spreadS: 1_000 })).toMatchObject([{ kind: 'wait', why: 'spread', wish: '3:1' }]);
  });
});

describe('a rollback that only `latest` shows', () => {
  const emergency = sampleView(rollback);

  it('is followed at once where the set is kept, whatever the final chain says', () => {
    expect(move(onTwo, null, { chain: { emergency } })).toMatchObject([{ kind: 'begin-attempt', plan: { to: 1 } }]);
    expect(move(onTwo, rollout, { chain: { emergency } })).toMatchObject([{ kind: 'begin-attempt', plan: { to: 1 } }]);
  });

  it('waits for finality where no set is kept, or nothing is to be done', () => {
    expect(move({ ...onTwo, kept: [] }, rollout, { chain: { emergency } })).toEqual([
      { kind: 'stay', why: 'at-target' },
    ]);
    expect(move(onOne, { ...rollback, seq: 3 }, { chain: { emergency } })).toEqual([
      { kind: 'stay', why: 'at-target' },
    ]);
  });

  it('keeps nodes from going up against it, also where those endpoints have lost their right to a brake', () => {
    expect(move(onOne, rollout, { chain: { emergency } })).toEqual([{ kind: 'stay', why: 'brake-other-rollout' }]);
  });

  it('never leads a node up', () => {
    const memory = { ...sampleMemory(null), kept: [sampleSet({ id: 1 })] };
    expect(move(memory, null, { chain: { emergency } })).toEqual([]);
  });
});

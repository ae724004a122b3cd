import { Ms } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type Memory } from '../durable/memory.ts';
import { FakeChainReader } from '../testing/fake-chain-reader.ts';
import { sampleRelease, sampleTemplate, sampleView } from '../testing/sample-chain.ts';
import { SAMPLE_NOW, sampleAttempt, sampleBackup, sampleMemory, sampleSet } from '../testing/sample-memory.ts';
import { TestNode, type TestProcess } from '../testing/test-node.ts';
import { faultOf } from './attempt-fault.ts';
import { dataRestored } from './back.ts';
import { type RollingBack, type MachineState } from './machine-state.ts';
import { findUnmanaged, nothingThere } from './manage.ts';
import { inState } from './phases/phase.ts';
import { rollBack } from './phases/roll-back.ts';
import { assertTemplateFits, verify } from './phases/verify.ts';
import { remembered } from './remember.ts';
import { rescue } from './rescue.ts';
import { afterFault } from './run-attempt.ts';
import { assertTransition, BadTransition, TRANSITIONS, type TransitionName } from './transition-table.ts';

const { now, instant } = SAMPLE_NOW;
const set = sampleSet({ id: 1 });
const fault = { code: 'docker/failed', detail: 'no', logTail: '' } as const;

function rollingBack(over: Partial<RollingBack> = {}): RollingBack {
  return {
    ...{ name: 'rolling-back', attempt: sampleAttempt(), since: now, phase: 'restoring', baseline: null, backup: null },
    ...{ downSince: null, newStarted: true, verdictAt: now, verdict: instant, deadline: instant },
    ...{ code: 'health/timeout', detail: '', logTail: '', ...over },
  };
}

/** A process whose memory is what a state file says. */
function processWith(change: Partial<Memory>): TestProcess {
  const node = new TestNode(new FakeChainReader(sampleView({ target: sampleRelease({ id: 1 }) })), [sampleTemplate()]);
  const process = node.start();
  process.journal.write((memory) => ({ ...memory, origin: 'known', ...change }));
  return process;
}

describe('the transition table', () => {
  it.each(Object.keys(TRANSITIONS) as TransitionName[])('%s starts and ends only where it may', (name) => {
    const { from, to } = TRANSITIONS[name];
    for (const start of from)
      expect(() => {
        assertTransition(name, start, to);
      }).not.toThrow();
    const wrong = to === 'stuck' ? 'idle' : 'stuck';
    expect(() => {
      assertTransition(name, from[0], wrong);
    }).toThrow(BadTransition);
    const other = (from as readonly string[]).includes('downloading') ? 'unmanaged' : 'downloading';
    expect(() => {
      assertTransition(name, other, to);
    }).toThrow(`${name} cannot lead from ${other} to ${to}`);
  });

  it('is asked in a state that a phase believes to be in', () => {
    expect(() => inState(sampleMemory(null), 'stuck')).toThrow('expected to be stuck, not idle');
  });
});

describe('a fault', () => {
  const deps = { clock: { now: () => now, monotonic: () => instant }, policy: { rollbackTimeoutMs: 1000 } };

  it.each<MachineState>([
    { name: 'idle', since: now },
    { name: 'unmanaged', since: now, reason: 'x' },
    rollingBack(),
    { name: 'stuck', since: now, code: 'docker/failed', attempt: null, tries: 0, restore: null },
  ])('cannot turn $name', (state) => {
    const turn = afterFault(deps as unknown as Parameters<typeof afterFault>[0], fault);
    expect(() => turn({ ...sampleMemory(set), state })).toThrow(`no fault can turn ${state.name}`);
  });

  it.each([
    ['a text', 'no room', { code: 'docker/failed', detail: 'no room' }],
    ['a code of ours', Object.assign(new Error('gone'), { code: 'backup/missing' }), { code: 'backup/missing' }],
    ['a code of somebody else', Object.assign(new Error('gone'), { code: 'ENOENT' }), { code: 'docker/failed' }],
  ])('may be %s', (_title, error, found) => {
    expect(faultOf(error)).toMatchObject(found);
  });

  it('that is nobody’s leaves nothing in the failure memory', () => {
    const memory = sampleMemory(set);
    expect(remembered(memory, sampleAttempt(), 'held', now)).toBe(memory);
    expect(remembered(memory, sampleAttempt(), 'paused', now).node.failed[sampleAttempt().to]?.attempts).toBe(1);
  });
});

describe('an unmanaged node', () => {
  it('keeps since when it is so while the reason changes, and is free when nothing is there', () => {
    const first = findUnmanaged(sampleMemory(null), 'a stranger', now);
    const second = findUnmanaged(first, 'another', Ms.parse(now + 5));
    expect(second.state).toEqual({ name: 'unmanaged', since: now, reason: 'another' });
    expect(nothingThere(second, Ms.parse(now + 9)).state).toEqual({ name: 'idle', since: now + 9 });
  });
});

describe('a template', () => {
  it('must name exactly the services of a release', () => {
    const release = sampleRelease({ id: 1, services: ['oracle', 'feed'] });
    expect(() => {
      assertTemplateFits(release, [sampleTemplate('feed'), sampleTemplate('oracle')]);
    }).not.toThrow();
    expect(() => {
      assertTemplateFits(release, [sampleTemplate('oracle')]);
    }).toThrow(/^no template for feed$/);
    expect(() => {
      assertTemplateFits(release, [sampleTemplate('feed'), sampleTemplate('oracle'), sampleTemplate('extra')]);
    }).toThrow(/^not in the release: extra$/);
  });
});

describe('what a state file may say', () => {
  it('of a set that was verified before: it needs no second look', async () => {
    const attempt = sampleAttempt({ release: null });
    const state = { name: 'verifying', attempt, since: now } as const;
    const { deps, journal } = processWith({ committed: set, state });
    const change = await verify(deps, state, new AbortController().signal);
    expect(change(journal.memory).state.name).toBe('downloading');
  });

  it('of a restore without a backup, or a way back without an old set: it is a fault, not a crash', async () => {
    const signal = new AbortController().signal;
    const restoring = rollingBack();
    await expect(
      rollBack(processWith({ committed: set, state: restoring }).deps, restoring, signal),
    ).rejects.toMatchObject({
      code: 'backup/missing',
    });
    const nowhere = rollingBack({ phase: 'starting' });
    await expect(rollBack(processWith({ state: nowhere }).deps, nowhere, signal)).rejects.toMatchObject({
      code: 'docker/failed',
    });
  });

  it('of a node that is stuck without an old set: there is nothing to bring back', async () => {
    const restore = { record: sampleBackup(1), attemptId: sampleAttempt().id };
    const stuck = { name: 'stuck', since: now, code: 'docker/failed', attempt: null, tries: 0, restore } as const;
    const { deps, journal } = processWith({ state: stuck });
    expect(await rescue(deps)).toBe(true);
    expect(journal.memory).toMatchObject({ state: { name: 'idle' }, committed: null });
  });
});

it('Restored data replaces the volumes of the services that have some, and of no others', () => {
  const pair = sampleSet({ id: 1, services: ['oracle', 'feed'] });
  const committed = { ...pair, members: pair.members.map((member) => ({ ...member, volumes: { '/data': 'bad' } })) };
  const memory = { ...sampleMemory(committed), state: rollingBack() };
  const after = dataRestored(memory, committed, { oracle: { '/data': 'fresh' } }, { now, instant });
  expect(after.committed?.members.map(({ volumes }) => volumes)).toEqual([{ '/data': 'fresh' }, { '/data': 'bad' }]);
  expect(after.badVolumes).toEqual(['bad']);
  expect(after.discards.containers).toEqual(['c1-oracle', 'c1-feed']);
});

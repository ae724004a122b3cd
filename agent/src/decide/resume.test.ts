import { describe, expect, it } from 'vitest';
import { type AttemptState } from '../attempt/machine-state.ts';
import { withoutContainers } from '../sets/node-set.ts';
import { SAMPLE_NOW, sampleAttempt, sampleContainer, sampleSet } from '../testing/sample-memory.ts';
import { resume } from './resume.ts';
import { type Step } from './step.ts';

const old = sampleSet({ id: 1 });
const attempt = sampleAttempt();
const since = SAMPLE_NOW.now;
const { instant } = SAMPLE_NOW;
const runs = [sampleContainer(sampleSet({ id: 2 }))];
const common = { attempt, since, baseline: null, backup: null, downSince: null };

const swapping = (newStarting: boolean): AttemptState => ({ name: 'swapping', ...common, newStarting });
const validating = (over: { ms?: number; boot?: string; created?: boolean } = {}): AttemptState => ({
  name: 'validating',
  ...common,
  attempt: over.created === false ? { ...attempt, next: withoutContainers(attempt.next) } : attempt,
  deadline: { boot: over.boot ?? instant.boot, ms: over.ms ?? instant.ms + 1 },
  gapMs: null,
});
const rollingBack: AttemptState = {
  ...{ name: 'rolling-back', ...common, phase: 'stopping', newStarted: true, verdictAt: since, verdict: instant },
  ...{ deadline: instant, code: 'health/timeout', detail: '', logTail: '' },
};

type How = Extract<Step, { kind: 'resume-attempt' }>['how'];

describe('an attempt that a crash interrupted', () => {
  it.each<[string, AttemptState, How, How]>([
    ['was verifying', { name: 'verifying', attempt, since }, 'give-up', 'give-up'],
    ['was downloading', { name: 'downloading', attempt, since }, 'give-up', 'give-up'],
    ['was backing up', { name: 'backing-up', ...common }, 'turn-back', 'give-up'],
    ['had started nothing', swapping(false), 'turn-back', 'give-up'],
    ['may have started the new set', swapping(true), 'turn-back', 'keep-first-install'],
    ['was validating and has time left', validating(), 'continue', 'continue'],
    ['was validating for too long', validating({ ms: instant.ms }), 'turn-back', 'keep-first-install'],
    ['was validating before a reboot', validating({ boot: 'before' }), 'turn-back', 'keep-first-install'],
    ['was validating what was never created', validating({ created: false }), 'turn-back', 'keep-first-install'],
    ['was rolling back', rollingBack, 'continue', 'continue'],
  ])('that %s has one answer with an old set and one without', (_title, state, withOld, without) => {
    expect(resume(state, old, runs, SAMPLE_NOW)).toEqual({ kind: 'resume-attempt', how: withOld });
    expect(resume(state, null, runs, SAMPLE_NOW)).toEqual({ kind: 'resume-attempt', how: without });
  });

  it.each(['exited', 'restarting', 'created'] as const)('does not go on with a new set that is %s', (state) => {
    const containers = runs.map((container) => ({ ...container, state }));
    expect(resume(validating(), old, containers, SAMPLE_NOW)).toMatchObject({ how: 'turn-back' });
  });
});

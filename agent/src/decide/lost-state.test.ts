import { describe, expect, it } from 'vitest';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { SAMPLE_NODE } from '../testing/sample-chain.ts';
import { sampleContainer, samplePolicy, sampleSet } from '../testing/sample-memory.ts';
import { lostState } from './lost-state.ts';

const old = sampleContainer(sampleSet({ id: 1 }), { state: 'exited' });
const next = (over: Partial<ContainerStatus>, data: 'compatible' | 'restore' = 'restore'): ContainerStatus =>
  sampleContainer(sampleSet({ id: 2, data }), { name: 'node-oracle.next', state: 'exited', ...over });

function started(containers: readonly ContainerStatus[]): readonly string[] | null {
  const steps = lostState(containers, samplePolicy());
  expect(steps.at(-1)).toEqual({ kind: 'stay', why: 'the state file was lost: waiting for accept-chain' });
  expect(steps.length).toBeLessThanOrEqual(2);
  const [step] = steps;
  return step?.kind === 'start-found' ? step.ids : null;
}

describe('a node that lost its state', () => {
  it('only observes while something of it runs, ours or under a name of the template', () => {
    expect(started([old, next({ state: 'running' })])).toBeNull();
    expect(started([{ ...old, state: 'running', labels: null }])).toBeNull();
  });

  it('starts the canonical set where nothing runs', () => {
    expect(started([old])).toEqual([old.id]);
    expect(started([old, next({}, 'compatible')])).toEqual([old.id]);
    expect(started([old, next({ state: 'created' })])).toEqual([old.id]);
  });

  it('starts the next set where it ran and has changed the data', () => {
    expect(started([old, next({})])).toEqual([next({}).id]);
  });

  it('starts nothing that is not its own', () => {
    expect(started([])).toBeNull();
    expect(started([{ ...old, labels: null }])).toBeNull();
    const labels = { nodeId: `${SAMPLE_NODE}9`, service: 'oracle', releaseId: null, attemptId: null } as const;
    expect(started([{ ...old, labels: { ...labels, data: 'compatible' } }])).toBeNull();
  });
});

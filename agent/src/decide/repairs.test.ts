import { describe, expect, it } from 'vitest';
import { type Memory } from '../durable/memory.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { withoutContainers } from '../sets/node-set.ts';
import {
  SAMPLE_ATTEMPT,
  SAMPLE_NOW,
  sampleBackup,
  sampleContainer,
  sampleMemory,
  samplePolicy,
  sampleSet,
} from '../testing/sample-memory.ts';
import { repairs } from './repairs.ts';
import { type Step } from './step.ts';

const set = sampleSet({ id: 2 });
const kept = sampleSet({ id: 1 });
const good = sampleContainer(set);
const keptGood = sampleContainer(kept, { name: 'node-oracle.kept-1', state: 'exited', restartPolicy: 'no' });

function stepsOf(containers: readonly ContainerStatus[], over: Partial<Memory> = {}, firstTick = false): Step[] {
  const memory = { ...sampleMemory(set, [kept]), ...over };
  return repairs(memory, memory.committed ?? set, containers, firstTick, samplePolicy(), SAMPLE_NOW);
}

describe('a node at rest', () => {
  it('has nothing to repair when it looks as it should', () => {
    expect(stepsOf([good, keptGood])).toEqual([]);
  });

  it('stops everything of its own that runs beside the committed set, and does nothing else then', () => {
    const running = { ...keptGood, state: 'running' } as const;
    expect(stepsOf([{ ...good, state: 'exited' }, running])).toMatchObject([
      { kind: 'stop-container', id: keptGood.id },
    ]);
  });

  it('stops what is marked for removal and runs, also where it has lost its labels', () => {
    const lost = sampleContainer(sampleSet({ id: 3 }), { name: 'lost', labels: null });
    const discards = { containers: [lost.id], volumes: [], images: [], backups: [] };
    expect(stepsOf([good, keptGood, lost], { discards })).toMatchObject([{ kind: 'stop-container', id: lost.id }]);
  });

  it('removes what is left of old attempts, and never a stranger', () => {
    const stray = sampleContainer(sampleSet({ id: 3 }), { name: 'node-oracle.next', state: 'created' });
    const stranger = { ...stray, id: 'stranger', labels: null, name: 'node-feed' };
    expect(stepsOf([good, keptGood, stray, stranger])).toEqual([{ kind: 'remove-container', id: stray.id }]);
  });

  it('gives containers their names and their restart policy', () => {
    const swapped = { ...good, name: 'node-oracle.next', restartPolicy: 'no' } as const;
    const before = { ...keptGood, name: 'node-oracle' };
    expect(stepsOf([swapped, before])).toEqual([
      { kind: 'rename-container', id: before.id, name: 'node-oracle.kept-1' },
      { kind: 'rename-container', id: swapped.id, name: 'node-oracle' },
      { kind: 'set-restart-policy', id: swapped.id },
    ]);
  });

  it('says when a stranger holds its name, and lets the stranger be', () => {
    const swapped = { ...good, name: 'node-oracle.next' };
    const stranger = { ...good, id: 'stranger', labels: null };
    expect(stepsOf([swapped, stranger, keptGood])).toEqual([
      { kind: 'trouble', code: 'docker/name-taken', detail: 'node-oracle belongs to a stranger' },
    ]);
  });

  it.each<[string, readonly ContainerStatus[], Partial<Memory>]>([
    ['does not run', [{ ...good, state: 'exited' }, keptGood], {}],
    ['is gone', [keptGood], {}],
    ['was never created', [keptGood], { committed: withoutContainers(set), kept: [withoutContainers(kept)] }],
  ])('starts its set again where it %s', (_title, containers, over) => {
    const steps = stepsOf(containers, over);
    expect(steps.at(-1)).toEqual({ kind: 'start-committed' });
  });

  it('lets be what the operator stopped and holds', () => {
    const operatorHold = { until: null, reason: 'disk' };
    expect(stepsOf([{ ...good, state: 'exited' }, keptGood], { operatorHold })).toEqual([]);
  });

  it.each<[string, Partial<Memory>, boolean, Step]>([
    ['renews its pins at the first look', {}, true, { kind: 'pin-images' }],
    [
      'forgets staged backups',
      { discards: { containers: [], volumes: [], images: [], backups: [SAMPLE_ATTEMPT] } },
      false,
      { kind: 'clear-discards' },
    ],
    ['seals its backup', { unsealed: sampleBackup(1) }, false, { kind: 'seal-backup', record: sampleBackup(1) }],
  ])('%s', (_title, over, firstTick, step) => {
    expect(stepsOf([good, keptGood], over, firstTick)).toEqual([step]);
  });
});

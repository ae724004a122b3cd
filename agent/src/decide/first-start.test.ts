import { describe, expect, it } from 'vitest';
import { findUnmanaged } from '../attempt/manage.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { SAMPLE_NODE, sampleRelease, sampleTemplate, sampleView } from '../testing/sample-chain.ts';
import {
  SAMPLE_NOW,
  sampleChainFacts,
  sampleContainer,
  sampleMemory,
  samplePolicy,
  sampleSet,
} from '../testing/sample-memory.ts';
import { type ChainFacts } from './facts.ts';
import { firstStart } from './first-start.ts';
import { type Step } from './step.ts';

const TWO = ['oracle', 'feed'];
const set = sampleSet({ id: 1 });
const own = sampleContainer(set);
const found = sampleContainer(set, { labels: null });
const pair = sampleSet({ id: 1, services: TWO });
const view = sampleView({ target: sampleRelease({ id: 2 }), baseline: sampleRelease({ id: 1 }) });

function stepsOf(
  containers: readonly ContainerStatus[],
  chain: ChainFacts = sampleChainFacts(view),
  services: readonly string[] = ['oracle'],
): Step[] {
  const policy = samplePolicy(services.map((service) => sampleTemplate(service)));
  return firstStart(sampleMemory(null), chain, containers, policy);
}

describe('a node without a set', () => {
  it('has nothing to do where nothing is there', () => {
    expect(stepsOf([])).toEqual([]);
  });

  it('is no longer unmanaged when what was there is gone', () => {
    const memory = findUnmanaged(sampleMemory(null), 'a stranger', SAMPLE_NOW.now);
    expect(firstStart(memory, sampleChainFacts(view), [], samplePolicy())).toEqual([{ kind: 'report-nothing-there' }]);
  });

  it('clears what an attempt of its own left behind', () => {
    const left = sampleContainer(set, { name: 'node-oracle.next', state: 'created' });
    expect(stepsOf([left])).toEqual([{ kind: 'remove-container', id: left.id }]);
  });

  it('adopts what the chain knows by its digests', () => {
    const [step] = stepsOf([found]);
    expect(step).toMatchObject({ kind: 'adopt', set: { releaseId: 1, version: '1.1.0' } });
  });

  it('adopts a stone on the way', () => {
    const stoned = sampleView({ target: sampleRelease({ id: 3 }), stones: [sampleRelease({ id: 1 })] });
    expect(stepsOf([found], sampleChainFacts(stoned))).toMatchObject([{ kind: 'adopt', set: { releaseId: 1 } }]);
  });

  it('keeps the volumes that a container was given in place of those of its template', () => {
    const volumes = { '/data': 'restored-volume', '/elsewhere': 'other' };
    const [step] = stepsOf([{ ...found, volumes }]);
    expect(step).toMatchObject({ set: { members: [{ volumes: { '/data': 'restored-volume' } }] } });
    const [same] = stepsOf([{ ...found, volumes: { '/data': 'oracle-data' } }]);
    expect(same).toMatchObject({ set: { members: [{ volumes: {} }] } });
  });

  it('takes its own labels at their word, also without a chain', () => {
    expect(stepsOf([own], sampleChainFacts(null))).toMatchObject([{ kind: 'adopt', set: { releaseId: 1 } }]);
  });

  it('takes what runs under its label before what merely holds the name', () => {
    const next = sampleContainer(sampleSet({ id: 2 }), { name: 'node-oracle.next' });
    const other = sampleContainer(set, { id: 'other', labels: null, state: 'exited' });
    expect(stepsOf([other, next])).toMatchObject([{ kind: 'adopt', set: { members: [{ containerId: next.id }] } }]);
  });

  it.each<[string, readonly ContainerStatus[]]>([
    [
      'of different releases',
      [sampleContainer(pair), sampleContainer(sampleSet({ id: 2, services: TWO }), {}, 'feed')],
    ],
    ['of which one has no digest', [sampleContainer(pair), sampleContainer(pair, { imageDigest: null }, 'feed')]],
    ['of which one has no repository', [sampleContainer(pair), sampleContainer(pair, { repository: null }, 'feed')]],
  ])('is unmanaged with containers of its own %s', (_title, containers) => {
    expect(stepsOf(containers, sampleChainFacts(view), TWO)).toMatchObject([{ kind: 'report-unmanaged' }]);
  });

  it('judges containers that it labelled without a release by the chain', () => {
    const labels = {
      nodeId: SAMPLE_NODE,
      service: 'oracle',
      releaseId: null,
      attemptId: null,
      data: 'compatible',
    } as const;
    expect(stepsOf([{ ...own, labels }])).toMatchObject([{ kind: 'adopt', set: { releaseId: 1 } }]);
  });

  it.each<[string, readonly ContainerStatus[], RegExp, readonly string[]]>([
    ['compose owns', [{ ...found, foreignOwner: 'compose' }], /belongs to compose/, ['oracle']],
    [
      'another node owns',
      [{ ...own, labels: own.labels && { ...own.labels, nodeId: '0xother' } }],
      /another node/,
      ['oracle'],
    ],
    ['the chain does not know', [{ ...found, imageDigest: null }], /not known to the chain/, ['oracle']],
    ['is only a part of the template', [found], /only some services/, TWO],
    [
      'holds more than the release',
      [sampleContainer(pair, { labels: null }), sampleContainer(pair, { labels: null }, 'feed')],
      /not known/,
      TWO,
    ],
  ])('touches nothing that %s', (_title, containers, reason, services) => {
    expect(stepsOf(containers, sampleChainFacts(view), services)).toEqual([
      { kind: 'report-unmanaged', reason: expect.stringMatching(reason) as string },
    ]);
  });

  it('waits for the chain before it judges, and stays while nothing is published', () => {
    expect(stepsOf([found], sampleChainFacts(null))).toEqual([
      { kind: 'trouble', code: 'chain/no-quorum', detail: 'no answers' },
    ]);
    expect(stepsOf([found], sampleChainFacts(sampleView({ target: null })))).toEqual([
      { kind: 'stay', why: 'nothing-published' },
    ]);
  });
});

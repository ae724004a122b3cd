import { describe, expect, it } from 'vitest';
import { type Memory } from '../durable/memory.ts';
import { sampleRelease, sampleView } from '../testing/sample-chain.ts';
import {
  SAMPLE_NOW,
  sampleAttempt,
  sampleChainFacts,
  sampleContainer,
  sampleFacts,
  sampleMemory,
  samplePolicy,
  sampleSet,
  watermarkOf,
} from '../testing/sample-memory.ts';
import { decide } from './decide.ts';
import { type Facts } from './facts.ts';
import { type Step } from './step.ts';

const set = sampleSet({ id: 1 });
const view = sampleView({ target: sampleRelease({ id: 1 }), height: 500 });
const memory = sampleMemory(set);
const containers = [sampleContainer(set)];
const since = SAMPLE_NOW.now;

function kindsOf(given: Memory, facts: Partial<Facts> = {}): Step['kind'][] {
  const steps = decide(
    given,
    sampleFacts(sampleChainFacts(view), { containers, ...facts }),
    samplePolicy(),
    SAMPLE_NOW,
  );
  return steps.map(({ kind }) => kind);
}

function seen(height: number): Memory {
  return { ...memory, node: { ...memory.node, ...watermarkOf(view), height } };
}

describe('what comes first', () => {
  it('is a runtime that can be seen', () => {
    const given: Memory = { ...memory, state: { name: 'downloading', attempt: sampleAttempt(), since } };
    for (const one of [memory, given]) expect(kindsOf(one, { containers: null })).toEqual(['trouble']);
  });

  it('is an attempt that a crash left, then a node that is down', () => {
    const attempt = sampleAttempt();
    expect(kindsOf({ ...memory, state: { name: 'downloading', attempt, since } })).toEqual(['resume-attempt']);
    const stuck = { name: 'stuck', since, code: 'docker/failed', attempt: null, tries: 0, restore: null } as const;
    expect(kindsOf({ ...memory, state: stuck })).toEqual(['rescue']);
  });

  it('is where the memory comes from', () => {
    const fresh = { ...sampleMemory(null), origin: 'new' } as const;
    const judge = (found: Facts['containers']): Step[] =>
      decide(fresh, sampleFacts(sampleChainFacts(view), { containers: found }), samplePolicy(), SAMPLE_NOW);
    expect(judge([])).toEqual([{ kind: 'judge-origin', lost: false }]);
    expect(judge(containers)).toEqual([{ kind: 'judge-origin', lost: true }]);
    expect(kindsOf({ ...fresh, origin: 'lost' })).toEqual(['stay']);
  });

  it('is the state of the containers: nothing else is decided on the same facts', () => {
    const stray = { ...sampleContainer(sampleSet({ id: 9 })), name: 'other' };
    expect(kindsOf(memory, { containers: [...containers, stray] })).toEqual(['stop-container']);
    expect(kindsOf(sampleMemory(null), { containers })).toEqual(['adopt']);
  });
});

describe('what the chain says', () => {
  it('is recorded before it is acted on', () => {
    expect(kindsOf(memory)).toEqual(['record-chain', 'stay']);
  });

  it('is recorded again only when it has changed or is 100 blocks on', () => {
    expect(kindsOf(seen(401))).toEqual(['stay']);
    expect(kindsOf(seen(400))).toEqual(['record-chain', 'stay']);
    expect(kindsOf({ ...seen(500), node: { ...seen(500).node, headHash: null } })).toEqual(['record-chain', 'stay']);
  });

  it('is trouble where it cannot be read, and the node goes on as it is', () => {
    const steps = decide(memory, sampleFacts(sampleChainFacts(null), { containers }), samplePolicy(), SAMPLE_NOW);
    expect(steps).toEqual([{ kind: 'trouble', code: 'chain/no-quorum', detail: 'no answers' }]);
  });
});

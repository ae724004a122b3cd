import { describe, expect, it } from 'vitest';
import { sampleTemplate } from '../testing/sample-chain.ts';
import { sampleMemory, sampleSet } from '../testing/sample-memory.ts';
import { loggedContainers, scrapeTargets } from './node-services.ts';

const metrics = { port: 9464, path: '/metrics' };

describe('the services of a node', () => {
  it("are asked for their metrics where today's template says it, whatever the running set was made from", () => {
    const memory = sampleMemory(sampleSet({ id: 2, services: ['oracle', 'feed'] }));
    const templates = [{ ...sampleTemplate('oracle'), metrics }, sampleTemplate('feed')];
    expect(scrapeTargets(memory, templates)).toEqual([{ service: 'oracle', containerId: 'c2-oracle', ...metrics }]);
    expect(scrapeTargets(sampleMemory(null), templates)).toEqual([]);
  });

  it('have their logs followed, those of kept sets too, each container once', () => {
    const set = sampleSet({ id: 2 });
    const memory = sampleMemory(set, [sampleSet({ id: 1 }), set]);
    expect(loggedContainers(memory).sort((a, b) => a.containerId.localeCompare(b.containerId))).toEqual([
      { service: 'oracle', containerId: 'c1-oracle', role: 'kept' },
      { service: 'oracle', containerId: 'c2-oracle', role: 'present' },
    ]);
  });
});

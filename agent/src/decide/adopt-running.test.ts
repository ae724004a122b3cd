import { describe, expect, it } from 'vitest';
import { releaseId, sampleRelease, sampleTemplate, sampleView } from '../testing/sample-chain.ts';
import { sampleContainer, sampleSet } from '../testing/sample-memory.ts';
import { AdoptError, setToAdopt } from './adopt-running.ts';

const templates = [sampleTemplate()];
const view = sampleView({ target: sampleRelease({ id: 2 }), baseline: sampleRelease({ id: 1 }) });
const first = sampleContainer(sampleSet({ id: 1 }), { labels: null });
const strange = sampleContainer(sampleSet({ id: 9 }), { labels: null });

describe('what the operator wants taken over', () => {
  it.each([null, releaseId(1)])('is the release that the chain knows it by, named %s', (as) => {
    expect(setToAdopt([first], templates, view, as)).toMatchObject({ releaseId: 1, version: '1.1.0' });
  });

  it('is not another release than the chain says', () => {
    expect(() => setToAdopt([first], templates, view, releaseId(2))).toThrow(/is release 1, not 2/);
  });

  it.each([
    [null, 0],
    [releaseId(5), 5],
  ])('is what the operator names where the chain does not know it: %s', (as, id) => {
    for (const seen of [view, null]) {
      const set = setToAdopt([strange], templates, seen, as);
      expect(set).toMatchObject({ releaseId: id, version: null, attemptId: null });
      expect(set.members).toMatchObject([{ digest: strange.imageDigest, containerId: strange.id, volumes: {} }]);
    }
  });

  it.each([
    ['there is none of the name', [sampleContainer(sampleSet({ id: 1 }), { name: 'other' })], /no container is named/],
    ['its image was built here', [{ ...strange, imageDigest: null }], /without a registry digest/],
    ['its repository is not known', [{ ...strange, repository: null }], /without a registry digest/],
  ])('is refused where %s', (_title, containers, message) => {
    expect(() => setToAdopt(containers, templates, view, null)).toThrow(AdoptError);
    expect(() => setToAdopt(containers, templates, view, null)).toThrow(message);
  });
});

import { describe, expect, it } from 'vitest';
import { etagOf, matchesEtag } from './etag.ts';

describe('ETags', () => {
  it('do not change when only the time of the answer changed', () => {
    expect(etagOf({ now: 1, nodes: [1] })).toBe(etagOf({ now: 2, nodes: [1] }));
    expect(etagOf({ now: 1, nodes: [1] })).not.toBe(etagOf({ now: 1, nodes: [2] }));
  });

  it('match weakly, in lists, and by star', () => {
    const etag = etagOf({ a: 1 });
    expect(matchesEtag(etag, etag)).toBe(true);
    expect(matchesEtag(etag.slice(2), etag)).toBe(true);
    expect(matchesEtag(`"other", ${etag}`, etag)).toBe(true);
    expect(matchesEtag('*', etag)).toBe(true);
    expect(matchesEtag('"other"', etag)).toBe(false);
    expect(matchesEtag(undefined, etag)).toBe(false);
  });
});

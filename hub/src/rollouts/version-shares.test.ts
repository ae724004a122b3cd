import { describe, expect, it } from 'vitest';
import { type ReleaseId } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { fleetNode, heartbeat, release } from '../testing/make-picture.ts';
import { allowedReleases, versionShares } from './version-shares.ts';

const releases = new Map([1, 2, 3, 4].map((id) => [id as ReleaseId, release(id)]));

describe('the versions of a tier', () => {
  it('may be target, baseline and the stones on the way to them', () => {
    const stones = new Map(releases).set(4 as ReleaseId, release(4, { minFrom: 2 as ReleaseId }));
    const now = directive({ target: 4 as ReleaseId, baseline: 3 as ReleaseId });
    expect([...allowedReleases(now, stones)].sort()).toEqual([2, 3, 4]);
  });

  it('may be what nodes had, as long as no release is through', () => {
    expect(
      allowedReleases(directive({ target: 1 as ReleaseId, baseline: 0 as ReleaseId }), releases).has(0 as ReleaseId),
    ).toBe(true);
    expect([...allowedReleases(null, releases)]).toEqual([0]);
  });

  it('are counted newest first, strays told apart, unheard nodes left out', () => {
    const nodes = [1, 2, 2, 9].map((committed, n) =>
      fleetNode(n, { heartbeat: heartbeat({ committed, version: '0.9.0' }) }),
    );
    const shares = versionShares(
      [...nodes, fleetNode(9, { heartbeat: null })],
      releases,
      allowedReleases(directive(), releases),
    );
    expect(shares).toEqual([
      { releaseId: 9, version: '0.9.0', nodes: 1, allowed: false },
      { releaseId: 2, version: '1.1.0', nodes: 2, allowed: true },
      { releaseId: 1, version: '1.0.0', nodes: 1, allowed: true },
    ]);
  });
});

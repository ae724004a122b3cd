import { describe, expect, it } from 'vitest';
import { type ReleaseId, type Sec, type Seq } from '@noderr/protocol';
import { change, release, tierChain } from '../testing/make-picture.ts';
import { provenReleases } from './proven-releases.ts';

const id = (n: number): ReleaseId => n as ReleaseId;
const at = (seq: number, target: number): { seq: Seq; rolloutId: Seq; target: ReleaseId; startedAt: Sec } => ({
  seq: seq as Seq,
  rolloutId: seq as Seq,
  target: id(target),
  startedAt: 1000 as Sec,
});
const releases = [release(1), release(2), release(3)];

describe('releases that were open to everybody', () => {
  it('are proven when the next one is published after their last cohort opened', () => {
    const changes = [
      change({ action: 'publish', subject: 1, ...at(1, 1), openThrough: 0 }),
      change({ action: 'open', subject: 4, ...at(2, 1), openThrough: 4 }),
      change({ action: 'publish', subject: 2, ...at(3, 2) }),
    ];
    expect(provenReleases(tierChain({ changes, releases }))).toEqual([1]);
  });

  it('are not proven while a cohort was closed or the tier paused', () => {
    const closed = [
      change({ action: 'publish', subject: 1, ...at(1, 1), openThrough: 3 }),
      change({ action: 'publish', subject: 2, ...at(2, 2) }),
    ];
    const paused = [
      change({ action: 'pause', ...at(1, 1), openThrough: 4, paused: true }),
      change({ action: 'publish', subject: 2, ...at(2, 2) }),
    ];
    expect(provenReleases(tierChain({ changes: closed, releases }))).toEqual([]);
    expect(provenReleases(tierChain({ changes: paused, releases }))).toEqual([]);
  });

  it('lose their proof when a rollback goes below them', () => {
    const changes = [
      change({ action: 'publish', subject: 1, ...at(1, 1), openThrough: 4 }),
      change({ action: 'publish', subject: 2, ...at(2, 2), openThrough: 4 }),
      change({ action: 'publish', subject: 3, ...at(3, 3) }),
      change({ action: 'rollback', subject: 1, ...at(4, 1), kind: 'rollback' }),
    ];
    expect(provenReleases(tierChain({ changes: changes.slice(0, 3), releases }))).toEqual([1, 2]);
    expect(provenReleases(tierChain({ changes, releases }))).toEqual([1]);
  });

  it('of a plan without a gate are proven by time', () => {
    const plan = { ...release(1).plan, gated: false };
    const timed = [release(1, { plan }), release(2)];
    const published = change({ action: 'publish', subject: 1, ...at(1, 1) });
    const soon = change({ action: 'publish', subject: 2, ...at(2, 2), time: 1399 });
    const late = change({ action: 'publish', subject: 2, ...at(2, 2), time: 1400 });
    expect(provenReleases(tierChain({ changes: [published, soon], releases: timed }))).toEqual([]);
    expect(provenReleases(tierChain({ changes: [published, late], releases: timed }))).toEqual([1]);
  });
});

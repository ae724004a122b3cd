import { describe, expect, it } from 'vitest';
import { type ActionAvailability, type Directive, type ReleaseId, type Sec, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { type SignerStatus } from '../actions/transactions.ts';
import { change, release, tierChain, type TierInput } from '../testing/make-picture.ts';
import { actionAvailability } from './action-availability.ts';

const ready: SignerStatus = { address: null, state: 'ready', problem: '' };
const fresh = { stale: false, problem: '' };

/** Release 1 was fully open before 2 was published. */
const changes = [
  change({ action: 'publish', subject: 1, seq: 1 as Seq, target: 1 as ReleaseId, openThrough: 4 }),
  change({ action: 'publish', subject: 2 }),
];

function available(
  over: Partial<Directive>,
  more: TierInput & { chain?: typeof fresh; signer?: SignerStatus; time?: number } = {},
): ActionAvailability {
  const tier = tierChain({ directive: directive(over), changes, ...more });
  const blockTime = (more.time ?? 1100) as Sec;
  return actionAvailability({ tier, chain: more.chain ?? fresh, signer: more.signer ?? ready, blockTime });
}

describe('what may be done now', () => {
  it('is all but a resume while a rollout runs and its delay has passed', () => {
    const found = available({});
    expect(found).toMatchObject({ pause: null, resume: 'It is not paused.', open: null, rollback: null });
    expect(found.rollbackTargets.map(({ id }) => id)).toEqual([1]);
  });

  it('is only a resume or a rollback while it is paused', () => {
    const found = available({ paused: true });
    expect(found).toMatchObject({
      pause: 'It is paused already.',
      resume: null,
      open: 'It is paused.',
      rollback: null,
    });
  });

  it('is no resume of a guardian’s pause', () => {
    expect(available({ paused: true, pausedByGuardian: true }).resume).toMatch(/guardian/);
  });

  it('says when the next cohort can open', () => {
    expect(available({}, { time: 1040 }).open).toBe('Cohort 1 can open in 1 min: its delay cannot be skipped.');
    expect(available({ openThrough: 4 }).open).toBe('All cohorts are open.');
    expect(available({ kind: 'rollback', target: 1 as ReleaseId }).open).toBe('A rollback has no cohorts.');
    const timed = [release(1), release(2, { plan: { ...release(2).plan, gated: false } })];
    expect(available({}, { releases: timed }).open).toMatch(/by time alone/);
  });

  it('is nothing, with the reason, while the chain is stale or there is no signer', () => {
    const stale = available({}, { chain: { stale: true, problem: 'the newest final block is 21 min old' } });
    expect(stale.pause).toBe('The chain is not read reliably: the newest final block is 21 min old.');
    expect(stale.rollback).toBe(stale.pause);
    expect(available({}, { signer: { ...ready, state: 'absent' } }).pause).toMatch(/only watch/);
    expect(available({}, { signer: { ...ready, state: 'frozen', problem: 'foreign nonce' } }).pause).toMatch(/foreign/);
    expect(available({ kind: 'none', seq: 0 as Seq }).pause).toBe('Nothing was published yet.');
  });

  it('is only a pause while a change is not final', () => {
    const latest = directive({ seq: 6 as Seq });
    const found = available({}, { latest });
    expect(found.pause).toBeNull();
    expect(found.rollback).toBe('The last change is not final yet.');
  });

  it('is no rollback of a first release, below the floor, to a revoked one or over irreversible data', () => {
    expect(available({ baseline: 0 as ReleaseId }).rollback).toMatch(/first release/);
    expect(available({ floor: 2 as ReleaseId }).rollback).toMatch(/above the floor/);
    expect(available({}, { releases: [release(1, { revoked: true }), release(2)] }).rollback).toMatch(/not revoked/);
    const irreversible = [release(1), release(2, { data: 'irreversible' })];
    expect(available({}, { releases: irreversible }).rollback).toMatch(/irreversible/);
  });

  it('is no rollback to a release that leads through a revoked stone', () => {
    const stones = [
      change({ action: 'publish', subject: 1, seq: 1 as Seq, target: 1 as ReleaseId, openThrough: 4 }),
      change({ action: 'publish', subject: 2, seq: 2 as Seq, target: 2 as ReleaseId, openThrough: 4 }),
      change({ action: 'publish', subject: 3, target: 3 as ReleaseId }),
    ];
    const releases = [release(1, { revoked: true }), release(2, { minFrom: 1 as ReleaseId }), release(3)];
    const found = available({ target: 3 as ReleaseId, baseline: 2 as ReleaseId }, { changes: stones, releases });
    expect(found.rollbackTargets).toEqual([]);
  });
});

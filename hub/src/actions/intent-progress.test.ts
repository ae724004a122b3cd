import { describe, expect, it } from 'vitest';
import { type Address, type Ms, type ReleaseId, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { change, fleetNode, hash, heartbeat, NOW, picture, tierChain } from '../testing/make-picture.ts';
import { intentEffect } from './intent-effect.ts';
import { callProgress, effectProgress, seqMade } from './intent-progress.ts';
import { type IntentRecord, NO_TIMES } from './intent-record.ts';
import { intentStages, intentView } from './intent-view.ts';
import { type QueuedCall } from './transactions.ts';

const from = `0x${'b'.repeat(40)}` as Address;

function record(over: Partial<IntentRecord> = {}): IntentRecord {
  return {
    ...{ id: 'a', tier: 'ALL', kind: 'pause', owner: 'user:1', actor: { kind: 'user', name: 'ada' } },
    ...{ expectedRollout: 5 as Seq, expectedSeq: null, to: null, cohort: null, reason: '', status: 'confirmed' },
    ...{ createdAt: NOW, expiresAt: NOW, joinedTo: null, seqBefore: 5 as Seq, seqAfter: null, transaction: null },
    ...{ times: { ...NO_TIMES, confirmed: NOW }, error: null },
    preview: { text: '', fast: 0, download: 0, cannot: 0, untouched: 0, cannotReasons: [], data: null },
    ...over,
  };
}

const call = (over: Partial<QueuedCall> = {}): QueuedCall => ({
  ...{ status: 'sent', hash: hash(1), from, block: null, sentAt: 10 as Ms, since: 10 as Ms, error: '' },
  ...over,
});

describe('an intent follows its transaction', () => {
  it('from sent to a block and to finality', () => {
    expect(callProgress(record(), call())).toEqual({
      status: 'sent',
      transaction: { hash: hash(1), from, block: null },
      times: { sent: 10, mined: null, final: null },
    });
    const mined = callProgress(record({ status: 'sent' }), call({ status: 'mined', block: 7, since: 20 as Ms }));
    expect(mined).toMatchObject({ status: 'mined', transaction: { block: 7 }, times: { mined: 20, final: null } });
    const known = record({
      status: 'mined',
      transaction: { hash: hash(1), from, block: 7 },
      times: { ...NO_TIMES, sent: 10 as Ms, mined: 20 as Ms },
    });
    const final = callProgress(known, call({ status: 'final', block: 7, since: 30 as Ms }));
    expect(final).toMatchObject({ status: 'final', times: { mined: 20, final: 30 } });
  });

  it('back from its block when a reorganisation takes it out', () => {
    const mined = record({
      status: 'mined',
      transaction: { hash: hash(1), from, block: 7 },
      times: { ...NO_TIMES, sent: 10 as Ms, mined: 20 as Ms },
    });
    expect(callProgress(mined, call())).toMatchObject({
      status: 'sent',
      transaction: { block: null },
      times: { mined: null },
    });
  });

  it('to its end when it is refused or reverted, with the reason', () => {
    const refused = call({ status: 'refused', hash: null, sentAt: null, error: 'no role' });
    expect(callProgress(record(), refused)).toMatchObject({
      status: 'refused',
      error: { code: 'intent/refused', message: 'no role' },
      times: { failed: 10 },
    });
    expect(callProgress(record(), call({ status: 'reverted', block: 7 }))).toMatchObject({ status: 'reverted' });
    expect(callProgress(record(), call({ status: 'superseded' }))).toMatchObject({ status: 'superseded' });
  });

  it('and says nothing when nothing has changed', () => {
    const sent = record({
      status: 'sent',
      transaction: { hash: hash(1), from, block: null },
      times: { ...NO_TIMES, sent: 10 as Ms },
    });
    expect(callProgress(sent, call())).toBeNull();
  });
});

describe('the seq that an intent made', () => {
  const final = record({ status: 'final', transaction: { hash: hash(6), from, block: 7 } });

  it('is found by its transaction', () => {
    const changes = [change({ action: 'pause', seq: 6 as Seq, transaction: hash(6) })];
    expect(seqMade(final, tierChain({ changes }), 0)).toBe(6);
  });

  it('is not known before the history has reached its block', () => {
    expect(seqMade(final, tierChain(), 6)).toBeNull();
  });

  it('is the present one where it changed nothing, such as a pause of a paused tier', () => {
    expect(seqMade(final, tierChain(), 7)).toBe(5);
  });
});

describe('the effect of an intent on the nodes', () => {
  const seen = (n: number, seq: number, over: Parameters<typeof heartbeat>[0] = {}): ReturnType<typeof fleetNode> =>
    fleetNode(n, {
      heartbeat: heartbeat({ chain: { seq, rolloutId: 5, headHash: hash(1), height: 1, blockTime: 1 }, ...over }),
    });
  const made = record({ status: 'final', seqAfter: 6 as Seq });

  it('is picked up when all that are heard have seen it, done at once for a pause', () => {
    const some = intentEffect(made, picture({ fleet: [seen(1, 6), seen(2, 5)] }));
    expect(some).toMatchObject({ pickedUp: false, done: false, pickedUpText: '1 of 2 nodes have seen it' });
    const silent = fleetNode(3, { heardAt: 1 as Ms });
    const all = intentEffect(made, picture({ fleet: [seen(1, 6), seen(2, 7), silent] }));
    expect(all).toMatchObject({ pickedUp: true, done: true, pickedUpText: '2 of 3 nodes have seen it' });
  });

  it('of a rollback is done when nobody is above its target', () => {
    const rollback = { ...made, kind: 'rollback' } as const;
    const now = directive({ seq: 6 as Seq, rolloutId: 6 as Seq, kind: 'rollback', target: 1 as ReleaseId });
    const above = intentEffect(
      rollback,
      picture({ directive: now, fleet: [seen(1, 6, { committed: 2 }), seen(2, 6)] }),
    );
    expect(above).toMatchObject({ pickedUp: true, done: false, doneText: '1 still above it' });
    const below = intentEffect(rollback, picture({ directive: now, fleet: [seen(1, 6), seen(2, 6)] }));
    expect(below).toMatchObject({ done: true });
  });

  it('is over when a later rollout has overtaken it', () => {
    const now = directive({ seq: 8 as Seq, rolloutId: 8 as Seq });
    expect(intentEffect(made, picture({ directive: now, fleet: [seen(1, 5)] }))).toMatchObject({ done: true });
  });

  it('is not known before its seq is', () => {
    expect(intentEffect(record(), picture())).toBeNull();
  });

  it('is timed once', () => {
    const effect = { pickedUp: true, pickedUpText: '', done: false, doneText: '' };
    expect(effectProgress(made, effect, NOW)).toEqual({ times: { pickedUp: NOW } });
    const timed = { ...made, times: { ...NO_TIMES, pickedUp: NOW } };
    expect(effectProgress(timed, effect, NOW)).toBeNull();
    expect(effectProgress(timed, { ...effect, done: true }, NOW)).toEqual({ times: { done: NOW } });
  });
});

describe('what the page shows', () => {
  it('are six stages with their times and details', () => {
    const mined = record({
      transaction: { hash: hash(1), from, block: 7 },
      times: { ...NO_TIMES, confirmed: 1 as Ms, sent: 2 as Ms, mined: 3 as Ms },
    });
    expect(intentStages(mined, null)).toEqual([
      { stage: 'confirmed', at: 1, detail: '' },
      { stage: 'sent', at: 2, detail: hash(1) },
      { stage: 'in-block', at: 3, detail: 'block 7' },
      { stage: 'final', at: null, detail: '' },
      { stage: 'picked-up', at: null, detail: '' },
      { stage: 'done', at: null, detail: '' },
    ]);
  });

  it('is the other’s transaction for an intent that joined it', () => {
    const leader = record({ id: 'b', status: 'sent', transaction: { hash: hash(1), from, block: null } });
    const joined = intentView(record({ joinedTo: 'b' }), leader, null);
    expect(joined).toMatchObject({ id: 'a', status: 'sent', transaction: { hash: hash(1) } });
  });
});

import { describe, expect, it } from 'vitest';
import { type Ms, type RolloutHistory, type RolloutSummary, type Seq } from '@noderr/protocol';
import { chainOf, ReceiptSigner } from '../../testing/audit-case.ts';
import { checkHistory } from './check-history.ts';
import { createOutcomeBook, type OutcomeBook } from './outcome-book.ts';

const by = { kind: 'chain', name: '' } as const;
const past = {
  ...{ tier: 'ALL', rolloutId: 1, kind: 'rollout', fromVersion: null, toVersion: '1.0.0', target: 1, by, reason: '' },
  ...{
    startedAt: 1_010_000,
    endedAt: 1_020_000,
    status: 'complete',
    nodes: 2,
    updated: 1,
    failed: 1,
    successRate: 0.5,
  },
};
const present = {
  ...{
    tier: 'ALL',
    rolloutId: 2,
    kind: 'rollout',
    fromVersion: '1.0.0',
    toVersion: '1.1.0',
    target: 2,
    by,
    reason: '',
  },
  ...{ startedAt: 1_020_000, endedAt: null, status: 'running', nodes: 7, updated: 0, failed: 0, successRate: null },
};

function history(...rows: object[]): RolloutHistory {
  return { now: 9_000 as Ms, rollouts: rows as RolloutSummary[], marks: [] };
}

function book(): OutcomeBook {
  const made = createOutcomeBook();
  const first = { seq: 1, rolloutId: 1, from: 0, to: 1 };
  made.add(new ReceiptSigner().proven(first));
  made.add(new ReceiptSigner().proven({ ...first, outcome: 'failed', code: 'signature/missing' }));
  return made;
}

function messages(rows: object[], known = 2): string[] {
  const input = { chain: chainOf(), history: history(...rows), knownThrough: known as Seq, book: book() };
  return checkHistory(input).map(({ code, rolloutId, message }) => `${code} ${rolloutId ?? ''}: ${message}`);
}

describe('the history', () => {
  it('of an honest hub is the chain’s, its past figures those of the receipts', () => {
    expect(messages([present, past])).toEqual([]);
  });

  it('that misses a rollout, or knows one more, is found', () => {
    expect(messages([present])).toEqual(['history/missing-rollout 1: the hub does not show this rollout']);
    expect(messages([present, past, { ...past, rolloutId: 5 }])).toEqual([
      'history/unknown-rollout 5: the chain knows no rollout to release 1 with this id',
    ]);
  });

  it('may end before a rollout that began since the hub showed its view', () => {
    expect(messages([{ ...past, endedAt: null, status: 'running' }], 1)).toEqual([]);
    expect(messages([{ ...past, endedAt: null, status: 'running' }, present], 2)).toEqual([
      'history/differs 1: endedAt is null by the hub, 1020000 by chain and receipts',
      'history/differs 1: status is "running" by the hub, "complete" by chain and receipts',
    ]);
  });

  it('with other figures, times or reasons is found', () => {
    expect(messages([present, { ...past, updated: 2, failed: 0, successRate: 1, reason: 'all went well' }])).toEqual([
      'history/differs 1: reason is "all went well" by the hub, "" by chain and receipts',
      'history/differs 1: updated is 2 by the hub, 1 by chain and receipts',
      'history/differs 1: failed is 0 by the hub, 1 by chain and receipts',
      'history/differs 1: successRate is 1 by the hub, 0.5 by chain and receipts',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  type Ms,
  type OutcomeEvent,
  type ReceiptEntry,
  type ReleaseId,
  type Sec,
  type Seq,
  type Tier,
} from '@noderr/protocol';
import { chainOf, changeOf, everybody, ReceiptSigner, releaseOf } from '../../testing/audit-case.ts';
import { type FindingCode } from './finding.ts';
import { judgeReceipt, type Verdict } from './judge-receipt.ts';
import { type TierChain } from './tier-chain.ts';

const node = new ReceiptSigner();
const other = new ReceiptSigner();

const judge = (entry: ReceiptEntry, chain: TierChain): Verdict =>
  judgeReceipt(entry, { chains: new Map<Tier, TierChain>([['ALL', chain]]), askedAt: 7_000 as Ms });

function codes(entry: ReceiptEntry, chain: TierChain = chainOf()): FindingCode[] {
  return judge(entry, chain).findings.map(({ code }) => code);
}

type Over = Partial<Record<keyof OutcomeEvent, unknown>>;
const told = (over: Over, chain?: TierChain): FindingCode[] => codes(node.entry(node.event(over)), chain);

describe('a receipt', () => {
  it('that its node signed, that is filed as signed and that the chain asked for is proven', () => {
    const entry = node.entry();
    const verdict = judge(entry, chainOf());
    expect(verdict).toMatchObject({
      findings: [],
      notFinal: false,
      proven: { outcome: 'committed', to: 2, receivedAt: 6_000 },
    });
  });

  const forgeries: [string, FindingCode, () => ReceiptEntry][] = [
    ['that is missing', 'receipt/missing', () => ({ ...node.entry(), receipt: null })],
    ['that is no JWS', 'receipt/malformed', () => ({ ...node.entry(), receipt: 'committed' })],
    [
      'of another type',
      'receipt/malformed',
      () => ({ ...node.entry(), receipt: node.receipt(node.event(), { typ: 'noderr-node+jwt' }) }),
    ],
    [
      'that brings its own key',
      'receipt/malformed',
      () => ({ ...node.entry(), receipt: node.receipt(node.event(), { jwk: {} }) }),
    ],
    [
      'over something else',
      'receipt/malformed',
      () => ({ ...node.entry(), receipt: node.receipt({ outcome: 'committed' }) }),
    ],
    ['whose key is not given', 'receipt/foreign-key', () => ({ ...node.entry(), publicKey: null })],
    ['whose key is no key', 'receipt/foreign-key', () => ({ ...node.entry(), publicKey: 'abc' })],
    ["whose key is another node's", 'receipt/foreign-key', () => ({ ...node.entry(), publicKey: other.publicKey })],
    [
      'that another key has signed',
      'receipt/bad-signature',
      () => {
        const event = node.event();
        return { ...node.entry(event), receipt: other.receipt(event) };
      },
    ],
    [
      'of another attempt',
      'receipt/misfiled',
      () => ({ ...node.entry(), receipt: node.receipt(node.event({ rolloutId: 1, seq: 1, from: 0, to: 1 })) }),
    ],
    ['of another node', 'receipt/misfiled', () => ({ ...other.entry(), attemptId: node.entry().attemptId })],
  ];
  it.each(forgeries)('%s proves nothing', (_name, code, make) => {
    const verdict = judge(make(), chainOf());
    expect(verdict.proven).toBeNull();
    expect(verdict.findings).toMatchObject([{ code, tier: 'ALL', rolloutId: 2 }]);
  });

  it('with one bit flipped is not signed', () => {
    const entry = node.entry();
    const [header = '', payload = '', signature = ''] = (entry.receipt ?? '').split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes.writeUInt8(bytes.readUInt8(7) ^ 4, 7);
    const forged = [header, payload, bytes.toString('base64url')].join('.');
    expect(codes({ ...entry, receipt: forged })).toEqual(['receipt/bad-signature']);
  });

  it('that the hub files otherwise is told with both sides, and still counts', () => {
    const entry = node.entry(node.event({ outcome: 'rolled-back', code: 'health/timeout' }));
    const filed = { ...entry.filed, outcome: 'committed', code: null };
    const verdict = judge({ ...entry, filed }, chainOf());
    expect(verdict.proven?.outcome).toBe('rolled-back');
    expect(verdict.findings).toMatchObject([{ code: 'receipt/contradicted', attemptId: entry.attemptId }]);
    expect(verdict.findings[0]?.message).toBe(
      'the hub files outcome committed where the node signed rolled-back, code null where the node signed health/timeout',
    );
  });

  it('that the hub files nowhere is hidden', () => {
    expect(codes({ ...node.entry(), filed: null })).toEqual(['receipt/hidden']);
  });
});

describe('what the chain asked for', () => {
  it('was at a seq that it had, in that rollout', () => {
    expect(told({ seq: 9, rolloutId: 9 })).toEqual(['receipt/unknown-seq']);
    expect(told({ rolloutId: 1 })).toEqual(['receipt/wrong-rollout']);
  });

  it('may not be final yet', () => {
    const ahead = { ...chainOf(), latestSeq: 3 as Seq };
    const verdict = judge(node.entry(node.event({ seq: 3, rolloutId: 3 })), ahead);
    expect(verdict).toMatchObject({ findings: [], notFinal: true });
    const since = { ...node.entry(node.event({ seq: 3, rolloutId: 3 })), receivedAt: 7_001 };
    expect(judge(since, chainOf())).toMatchObject({ findings: [], notFinal: true });
  });

  it('is the target, or the baseline for who is below it, and nothing else', () => {
    expect(told({ from: 0 })).toEqual([]);
    expect(told({ from: 2, to: 1 })).toEqual(['receipt/not-wanted']);
    expect(told({ from: 1, to: 3 })).toEqual(['receipt/not-wanted']);
    expect(told({ from: 2, to: 2 })).toEqual(['receipt/not-wanted']);
    const paused = chainOf(changeOf('pause', 3, { rolloutId: 2, paused: true, pausedAt: 1030 }));
    expect(told({ seq: 3 }, paused)).toEqual(['receipt/not-wanted']);
    expect(told({ seq: 3, from: 0, to: 1 }, paused)).toEqual([]);
    const back = { rolloutId: 3, kind: 'rollback', target: 1, baseline: 1, withdrawn: 2 };
    expect(told({ seq: 3, rolloutId: 3, from: 2, to: 1 }, chainOf(changeOf('rollback', 3, back)))).toEqual([]);
  });

  it('leads through every stone', () => {
    const chain = chainOf();
    const stone = releaseOf(2, { minFrom: 1 as ReleaseId });
    const staged = { ...chain, releases: new Map([...chain.releases, [stone.id, stone]]) };
    expect(told({ from: 0, to: 1 }, staged)).toEqual([]);
    expect(told({ from: 0, to: 2 }, staged)).toEqual(['receipt/not-wanted']);
    expect(told({ from: 1, to: 2 }, staged)).toEqual([]);
  });

  it('opens by time while a seq stands, and only then', () => {
    // Nobody is a canary, but for one bucket in ten thousand.
    const plan = {
      ...everybody,
      canaryBps: 1,
      cohortBps: 9_999,
      cohortDelay: 30 as Sec,
      gated: false,
    } as typeof everybody;
    const chain = chainOf();
    const timed = releaseOf(2, { plan });
    const waiting = { ...chain, releases: new Map([...chain.releases, [timed.id, timed]]) };
    expect(told({}, waiting)).toEqual([]);
    const soon = { ...waiting, changes: [...chain.changes, changeOf('pause', 3, { rolloutId: 2, paused: true })] };
    expect(told({}, soon)).toEqual(['receipt/not-wanted']);
  });
});

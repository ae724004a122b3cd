import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EvidenceNode,
  type Ms,
  NODE_PLACES,
  type NodeId,
  type ReleaseId,
  type RolloutEvidence,
  rolloutView,
  type Sec,
  type Seq,
} from '@noderr/protocol';
import { nodeId } from '@noderr/protocol/testing';
import { blockOf, chainOf, changeOf, ReceiptSigner } from '../../testing/audit-case.ts';
import { type CheckedView, checkView } from './check-view.ts';
import { type FindingCode } from './finding.ts';
import { hubWordText } from './hub-word.ts';
import { type ProvenOutcome } from './proven-outcome.ts';
import { type TierChain } from './tier-chain.ts';

const signer = new ReceiptSigner();
const AS_OF = blockOf(50);

interface Told {
  node: EvidenceNode;
  proven: ProvenOutcome | null;
}

/** A node as an honest hub shows it, and what it signed last in rollout 2. */
const told: fc.Arbitrary<Told> = fc
  .record({
    nodeId,
    facts: fc.record({
      unmanaged: fc.boolean(),
      silent: fc.boolean(),
      updating: fc.boolean(),
      unhealthy: fc.boolean(),
      cannotFollow: fc.boolean(),
      held: fc.boolean(),
      deferred: fc.boolean(),
    }),
    ended: fc.constantFrom(
      null,
      { outcome: 'committed', code: null },
      { outcome: 'rolled-back', code: 'health/timeout' },
      { outcome: 'failed', code: 'registry/timeout' },
      { outcome: 'aborted', code: 'paused' },
    ),
    quiet: fc.constantFrom(1, 2),
  })
  .map(({ nodeId: id, facts, ended, quiet }) => {
    const proven = ended && { ...signer.proven(ended), nodeId: id };
    const outcome = proven && { outcome: proven.outcome, code: proven.code, to: proven.to, at: proven.receivedAt };
    const committed = (ended === null ? quiet : ended.outcome === 'committed' ? 2 : 1) as ReleaseId;
    return { proven, node: { ...facts, nodeId: id, name: '', committed, outcome, stuck: false } };
  });
const fleet = fc.uniqueArray(told, { maxLength: 20, selector: ({ node }) => node.nodeId });

function evidenceOf(all: readonly Told[], over: Partial<RolloutEvidence> = {}, chain = chainOf()): RolloutEvidence {
  const nodes = all.map(({ node }) => node);
  const shared = { acknowledgedAt: null, failureBudget: 0.05, gateShare: 0.8, ...over };
  const latestSeq = chain.latestSeq;
  const directive = chain.changes.at(-1)?.directive ?? null;
  const target = (directive && chain.releases.get(directive.target)) ?? null;
  const stale = false;
  const view = rolloutView({ ...shared, tier: 'ALL', directive, target, nodes, block: AS_OF, stale, latestSeq });
  return { now: 9_000 as Ms, view, latestSeq, nodes, ...shared };
}

function check(all: readonly Told[], evidence: RolloutEvidence, chain: TierChain = chainOf()): CheckedView {
  const proven = all.flatMap((one) => one.proven ?? []);
  const outcomes = new Map<NodeId, ProvenOutcome>(proven.map((outcome) => [outcome.nodeId, outcome]));
  return checkView({ chain, evidence, block: AS_OF, outcomes, lastWords: outcomes });
}

const codesOf = ({ findings }: CheckedView): FindingCode[] => findings.map(({ code }) => code);

/** The same node with one outcome in the hub's view. */
function showing(one: Told, outcome: EvidenceNode['outcome']): Told {
  return { ...one, node: { ...one.node, outcome } };
}

const [plain] = fc.sample(told, { numRuns: 1, seed: 1 });
const FACTS = { unmanaged: false, silent: false, updating: false, unhealthy: false, cannotFollow: false, held: false };
function nodeWith(proven: Partial<ProvenOutcome> | null, over: Partial<EvidenceNode> = {}): Told {
  if (!plain) throw new Error('no sample');
  const { nodeId: id } = signer;
  const signed = proven && { ...signer.proven(), ...proven };
  const outcome = signed && { outcome: signed.outcome, code: signed.code, to: signed.to, at: signed.receivedAt };
  const node = { ...plain.node, ...FACTS, deferred: false, nodeId: id, committed: 1 as ReleaseId, outcome, ...over };
  return { proven: signed, node };
}

describe('the view of an honest hub', () => {
  it('is what chain, receipts and facts make', () => {
    fc.assert(
      fc.property(fleet, (all) => {
        const checked = check(all, evidenceOf(all));
        expect(checked.findings).toEqual([]);
        expect(checked.view).toEqual(evidenceOf(all).view);
      }),
    );
  });

  it('may name a node that is stuck in its attempt, of which no receipt exists', () => {
    const outcome = { outcome: 'failed', code: 'health/timeout', to: 2 as ReleaseId, at: 1 as Ms } as const;
    const stuck = nodeWith(null, { outcome, stuck: true });
    const checked = check([stuck], evidenceOf([stuck]));
    expect(checked.findings).toEqual([]);
    expect(hubWordText(checked.hubWord)).toBe('1 stuck');
  });

  it('may say of a first install that failed that it runs, and of an adopted node too', () => {
    const target = { committed: 2 as ReleaseId };
    const failed = nodeWith({ outcome: 'failed', code: 'health/timeout', from: 0 as ReleaseId }, target);
    for (const one of [failed, nodeWith(null, target)]) {
      const checked = check([one], evidenceOf([one]));
      expect(checked.findings).toEqual([]);
      expect(hubWordText(checked.hubWord)).toBe('1 on the target without a receipt');
    }
    const signed = nodeWith({}, target);
    expect(hubWordText(check([signed], evidenceOf([signed])).hubWord)).toBe('');
  });

  it('may be behind where it says that it is stale', () => {
    const pause = changeOf('pause', 3, { rolloutId: 2, target: 2, paused: true, pausedAt: 1030 });
    const evidence = evidenceOf([]);
    expect(codesOf(check([], evidence, chainOf(pause)))).toEqual(['view/other-seq']);
    const stale = { ...evidence, view: { ...evidence.view, stale: true } };
    expect(codesOf(check([], stale, chainOf(pause)))).toEqual([]);
  });
});

describe('a view that was touched', () => {
  it('is found by each count that is not the true one', () => {
    fc.assert(
      fc.property(fleet, fc.constantFrom(...NODE_PLACES), fc.integer({ min: 1, max: 5 }), (all, place, more) => {
        const evidence = evidenceOf(all);
        const counts = { ...evidence.view.counts, [place]: evidence.view.counts[place] + more };
        const { findings } = check(all, { ...evidence, view: { ...evidence.view, counts } });
        expect(findings).toHaveLength(1);
        expect(findings[0]?.message).toContain(`counts.${place} is ${counts[place]} by the hub`);
      }),
    );
  });

  it('is found where an outcome is shown as another, not at all, or without a receipt', () => {
    const bad = nodeWith({ outcome: 'rolled-back', code: 'health/timeout' });
    const good = { outcome: 'committed', code: null, to: 2 as ReleaseId, at: 6_000 as Ms } as const;
    const shown = showing(bad, good);
    expect(codesOf(check([bad], evidenceOf([shown])))).toContain('node/contradicted');
    const hidden = showing(bad, null);
    const found = check([bad], evidenceOf([hidden]));
    expect(codesOf(found)).toContain('node/hidden');
    expect(found.findings.map(({ message }) => message)).toContain(
      'counts.rolledBack is 0 by the hub, 1 by chain and receipts',
    );
    const invented = showing(nodeWith(null), good);
    expect(codesOf(check([invented], evidenceOf([invented])))).toContain('node/unproven');
  });

  it('is found where a node is said to run what it went back from', () => {
    const bad = nodeWith({ outcome: 'rolled-back', code: 'health/timeout' }, { committed: 2 as ReleaseId });
    expect(codesOf(check([bad], evidenceOf([bad])))).toEqual(['node/wrong-release']);
  });

  it('is found where a node counts twice', () => {
    const one = nodeWith({});
    expect(codesOf(check([one, one], evidenceOf([one, one])))).toEqual(['node/repeated']);
  });

  it('is found where it names a block or a seq that the chain never had', () => {
    const evidence = evidenceOf([]);
    const otherTime = { ...evidence.view.asOf, time: 5_000 as Sec };
    expect(codesOf(check([], { ...evidence, view: { ...evidence.view, asOf: otherTime } }))).toEqual([
      'view/other-block',
    ]);
    const ahead = { ...evidence.view, seq: 7 as Seq };
    expect(codesOf(check([], { ...evidence, view: ahead }))).toEqual(['view/other-seq', 'view/differs']);
  });

  it('is found where failures were acknowledged by no resume', () => {
    const evidence = evidenceOf([], { acknowledgedAt: 1 as Ms });
    expect(codesOf(check([], evidence))).toEqual(['view/acknowledged']);
    const resume = changeOf('resume', 3, { rolloutId: 2, target: 2, startedAt: 1020 });
    const resumed = chainOf(resume);
    expect(codesOf(check([], evidenceOf([], { acknowledgedAt: 1 as Ms }, resumed), resumed))).toEqual([]);
    expect(codesOf(check([], evidenceOf([], {}, resumed), resumed))).toEqual(['view/acknowledged']);
  });
});

import {
  type BlockRef,
  type DirectiveChange,
  type NodeId,
  type RolloutEvidence,
  rolloutView,
  type RolloutView,
  type Seq,
} from '@noderr/protocol';
import { checkNodes } from './check-nodes.ts';
import { differenceText, fieldDifferences } from './field-differences.ts';
import { type Finding, type FindingCode } from './finding.ts';
import { type HubWord, hubWordOf } from './hub-word.ts';
import { type ProvenOutcome } from './proven-outcome.ts';
import { changeAsOf, changeAt, type TierChain } from './tier-chain.ts';

export interface ViewInput {
  chain: TierChain;
  evidence: RolloutEvidence;
  /** The chain's block at the height that the view names. */
  block: BlockRef;
  /** The last proven outcome of each node in the view's rollout. */
  outcomes: ReadonlyMap<NodeId, ProvenOutcome>;
  /** The last proven outcome of each node, whatever the rollout. */
  lastWords: ReadonlyMap<NodeId, ProvenOutcome>;
}

export interface CheckedView {
  /** What it should say. */
  view: RolloutView;
  findings: Finding[];
  hubWord: HubWord;
}

/** Recomputes a tier's present view from the chain, the receipts and the facts that only the hub knows. */
export function checkView({ chain, evidence, block, outcomes, lastWords }: ViewInput): CheckedView {
  const { view: claimed } = evidence;
  const { tier } = chain;
  const findings: Finding[] = [];
  const note = (code: FindingCode, message: string): void => {
    findings.push({ code, tier, rolloutId: claimed.rolloutId, nodeId: null, attemptId: null, message });
  };

  if (block.hash !== claimed.asOf.hash || block.time !== claimed.asOf.time) {
    note('view/other-block', `the chain has another block ${block.number} than the hub's view names`);
  }
  const { change, fault } = directiveOf(chain, claimed, block);
  if (fault !== null) note('view/other-seq', fault);
  const directive = change?.directive ?? null;
  const resumed = change !== null && wasResumed(chain, change);
  if (resumed !== (evidence.acknowledgedAt !== null)) {
    const says = resumed ? 'a resume acknowledged the failures before it' : 'no resume acknowledged a failure';
    note('view/acknowledged', `by the chain ${says}, the hub counts otherwise`);
  }

  const rollout = { tier, rolloutId: directive?.rolloutId ?? (0 as Seq), target: directive?.target ?? 0 };
  const checked = checkNodes(evidence.nodes, rollout, outcomes);
  const view = rolloutView({
    tier,
    directive,
    target: (directive && chain.releases.get(directive.target)) ?? null,
    nodes: checked.nodes,
    block,
    stale: claimed.stale,
    latestSeq: evidence.latestSeq,
    acknowledgedAt: evidence.acknowledgedAt,
    failureBudget: evidence.failureBudget,
    gateShare: evidence.gateShare,
  });
  for (const difference of fieldDifferences({ ...claimed, asOf: block }, view)) {
    note('view/differs', differenceText(difference));
  }
  findings.push(...checked.findings);
  return { view, findings, hubWord: hubWordOf(evidence.nodes, rollout.target, lastWords) };
}

/** The change that the view is about; the chain's own where the view names one that never was. */
function directiveOf(
  chain: TierChain,
  { seq, stale }: RolloutView,
  block: BlockRef,
): { change: DirectiveChange | null; fault: string | null } {
  const due = announcing(changeAsOf(chain, block.number));
  if (seq === (due?.directive.seq ?? 0)) return { change: due, fault: null };
  const shown = announcing(changeAt(chain, seq));
  const was = `at block ${block.number} the chain was at seq ${due?.directive.seq ?? 0}, the hub shows seq ${seq}`;
  if (!shown && seq > 0) return { change: due, fault: `${was}, which the chain never had` };
  // A hub that says itself that it is behind shows what it last knew.
  return { change: shown, fault: stale && seq < (due?.directive.seq ?? 0) ? null : was };
}

/** A change before anything was published shows as nothing. */
function announcing(change: DirectiveChange | undefined): DirectiveChange | null {
  return change && change.directive.kind !== 'none' ? change : null;
}

/** Whether the rollout was resumed up to a change. */
function wasResumed({ changes }: TierChain, { directive: { rolloutId, seq } }: DirectiveChange): boolean {
  return changes.some(
    ({ action, directive }) => action === 'resume' && directive.rolloutId === rolloutId && directive.seq <= seq,
  );
}

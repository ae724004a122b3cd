import { type EvidenceNode, type NodeId, type RolloutNode, type Seq, type Tier } from '@noderr/protocol';
import { type Finding, type FindingCode } from './finding.ts';
import { outcomeText, type ProvenOutcome, releaseAfter } from './proven-outcome.ts';

export interface CheckedNodes {
  /** As the hub shows them, but for the outcomes: those are the proven ones. */
  nodes: RolloutNode[];
  findings: Finding[];
}

export interface PresentRollout {
  tier: Tier;
  rolloutId: Seq;
  target: number;
}

/** Puts the last proven outcome of each node in the place of what the hub shows. */
export function checkNodes(
  nodes: readonly EvidenceNode[],
  rollout: PresentRollout,
  outcomes: ReadonlyMap<NodeId, ProvenOutcome>,
): CheckedNodes {
  const findings: Finding[] = [];
  const seen = new Set<NodeId>();
  const checked = nodes.map((node): RolloutNode => {
    const { nodeId, stuck } = node;
    const proven = outcomes.get(nodeId);
    const note = (code: FindingCode, message: string): void => {
      const { tier, rolloutId } = rollout;
      findings.push({ code, tier, rolloutId, nodeId, attemptId: proven?.attemptId ?? null, message });
    };
    if (seen.has(nodeId)) note('node/repeated', 'the hub counts this node twice');
    seen.add(nodeId);
    const fault = outcomeFault(node, proven);
    if (fault) note(fault.code, fault.message);
    const signed = proven ? releaseAfter(proven) : null;
    if (proven && signed !== null && node.committed === rollout.target && signed !== rollout.target) {
      const text = `the hub says that it runs release ${rollout.target}, the last that it signed is ${outcomeText(proven)}`;
      note('node/wrong-release', text);
    }
    if (!proven) return { ...node, outcome: stuck ? node.outcome : null };
    const { outcome, code, to, receivedAt } = proven;
    return { ...node, outcome: { outcome, code, to, at: receivedAt } };
  });
  return { nodes: checked, findings };
}

function outcomeFault(
  { outcome: claimed, stuck }: EvidenceNode,
  proven: ProvenOutcome | undefined,
): Pick<Finding, 'code' | 'message'> | null {
  if (!proven) {
    if (!claimed || stuck) return null;
    return { code: 'node/unproven', message: `the hub shows ${outcomeText(claimed)}, no receipt proves it` };
  }
  const signed = `the last that it signed is ${outcomeText(proven)} of a move to release ${proven.to}`;
  if (!claimed) return { code: 'node/hidden', message: `the hub shows no outcome, ${signed}` };
  const { outcome, code, to } = claimed;
  if (outcome === proven.outcome && code === proven.code && to === proven.to) return null;
  const shows = `the hub shows ${outcomeText(claimed)} of a move to release ${to}`;
  return { code: 'node/contradicted', message: `${shows}, ${signed}` };
}

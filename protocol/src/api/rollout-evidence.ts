import { z } from 'zod';
import { Ms, Seq } from '../brands.ts';
import { RolloutNode, RolloutView } from '../rollout-view.ts';

export const EvidenceNode = RolloutNode.extend({
  name: z.string(),
  /** True where `outcome` is what the node's state says of an attempt in which it is stuck: no receipt of it exists. */
  stuck: z.boolean(),
});
export type EvidenceNode = z.infer<typeof EvidenceNode>;

/** GET /api/v1/tiers/:tier/evidence ; a tier's view and, beside the chain, all that it was made from at that moment. */
export const RolloutEvidence = z.object({
  now: Ms,
  view: RolloutView,
  /** The seq at the newest block, null when unknown. */
  latestSeq: Seq.nullable(),
  /** When the hub first saw the last resume of the present rollout, by its clock. */
  acknowledgedAt: Ms.nullable(),
  /** Shares of the hub's settings, 0…1. */
  failureBudget: z.number().min(0).max(1),
  gateShare: z.number().min(0).max(1),
  /** The expected nodes: enrolled, not suspended. */
  nodes: z.array(EvidenceNode),
});
export type RolloutEvidence = z.infer<typeof RolloutEvidence>;

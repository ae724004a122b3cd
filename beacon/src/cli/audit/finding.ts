import { type Seq, type Tier } from '@noderr/protocol';

/** What can differ between what the hub shows and what the chain and the nodes' receipts say. */
export type FindingCode =
  /** The hub files an outcome of which it has no receipt. */
  | 'receipt/missing'
  | 'receipt/malformed'
  /** No key came with it, or one that does not make the node's id. */
  | 'receipt/foreign-key'
  | 'receipt/bad-signature'
  /** A receipt of another node or attempt stands in this one's place. */
  | 'receipt/misfiled'
  /** A node signed two different outcomes of one attempt. */
  | 'receipt/repeated'
  /** The hub has the receipt and files no outcome. */
  | 'receipt/hidden'
  /** The hub files something else than the node signed. */
  | 'receipt/contradicted'
  /** The chain never had this seq, or not in this rollout. */
  | 'receipt/unknown-seq'
  | 'receipt/wrong-rollout'
  /** At its seq the chain did not want this node to go there. */
  | 'receipt/not-wanted'
  /** The hub shows another outcome of a node in the present rollout, or one that nothing proves, or none. */
  | 'node/contradicted'
  | 'node/unproven'
  | 'node/hidden'
  /** The hub says that the node runs the target, the node signed that it does not. */
  | 'node/wrong-release'
  | 'node/repeated'
  | 'view/other-block'
  | 'view/other-seq'
  /** The hub says that a resume acknowledged failures and the chain has none, or the reverse. */
  | 'view/acknowledged'
  /** The view is not what chain, receipts and the nodes' facts make. */
  | 'view/differs'
  | 'history/unknown-rollout'
  | 'history/missing-rollout'
  | 'history/differs';

/** One difference, with all that is needed to look it up. */
export interface Finding {
  code: FindingCode;
  tier: Tier | null;
  rolloutId: number | null;
  nodeId: string | null;
  attemptId: string | null;
  /** In words, both sides named. */
  message: string;
}

/** Whether something of this rollout, or of none, is to be told when one is asked for; undefined = all are. */
export function isOfRollout(rolloutId: number | null, wanted: Seq | undefined): boolean {
  return wanted === undefined || rolloutId === null || rolloutId === wanted;
}

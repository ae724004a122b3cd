import { type BlockRef, type Ms, type RolloutView, type Tier } from '@noderr/protocol';
import { type QuorumReport } from '../../reader/chain-reading.ts';
import { type Finding } from './finding.ts';
import { type HubWord } from './hub-word.ts';

/** One rollout or rollback and what became of its proof. */
export interface RolloutLine {
  tier: Tier;
  rolloutId: number;
  kind: 'rollout' | 'rollback';
  target: number;
  version: string | null;
  /** As recomputed. */
  status: string;
  /** True for the tier's last one. */
  present: boolean;
  /** Outcomes that their nodes signed. */
  receipts: number;
  findings: number;
}

export interface TierReport {
  tier: Tier;
  /** Oldest first. */
  rollouts: RolloutLine[];
  /** The present view as chain, receipts and the hub's facts make it; null where it was not asked for. */
  view: RolloutView | null;
  /** What of the view rests on the hub alone. */
  hubWord: HubWord | null;
  findings: Finding[];
}

export interface AuditReport {
  /** Nothing that the hub shows differs from what chain and receipts say. */
  proven: boolean;
  tiers: TierReport[];
  findings: Finding[];
  receipts: {
    read: number;
    proven: number;
    /** Their seq is not final yet: to be judged another time. */
    notFinal: number;
  };
  /** When the hub said what was checked, by its clock. */
  hubAt: Ms;
  block: BlockRef;
  quorum: QuorumReport;
}

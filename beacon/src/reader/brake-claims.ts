import { type ChainView, type Directive } from '@noderr/protocol';
import { type BrakeClaim } from './chain-reading.ts';

/** An unproven claim lapses after this; milliseconds. */
export const CLAIM_LIFE_MS = 30 * 60_000;
/** An endpoint whose claim was false may not claim again for this long; milliseconds. */
export const BAR_MS = 24 * 60 * 60_000;

/** The first claim of an endpoint that finality has not judged yet. */
export interface PendingClaim {
  claim: BrakeClaim;
  /** What was final when it was made. */
  finalSeq: number;
  /** A quorum said the same: then it was no lie, whatever becomes of it. */
  shared: boolean;
}

export type Judgement = 'open' | 'lapsed' | 'false';

type Final = Pick<ChainView, 'directive' | 'block'>;

/** What finality says to an earlier claim. */
export function judgeClaim(pending: PendingClaim, final: Final, now: number): Judgement {
  const { claim, finalSeq, shared } = pending;
  const wrong: Judgement = shared ? 'lapsed' : 'false';
  if (final.block.number < claim.block.number) return now - claim.since >= CLAIM_LIFE_MS ? wrong : 'open';
  const claimed = claim.directive;
  if (final.directive.seq < claimed.seq) return wrong;
  if (final.directive.seq === claimed.seq) return final.directive.headHash === claimed.headHash ? 'lapsed' : wrong;
  // Finality has passed the claim by; only one that was behind even then is surely wrong.
  return claimed.seq <= finalSeq ? wrong : 'lapsed';
}

/** Why what an endpoint has at `latest` forbids to start anything upwards, if it does. */
export function claimOf(latest: Directive, final: Directive): BrakeClaim['reason'] | undefined {
  if (latest.headHash === final.headHash) return undefined;
  if (latest.rolloutId !== final.rolloutId) return 'other-rollout';
  return latest.paused && !final.paused ? 'paused' : undefined;
}

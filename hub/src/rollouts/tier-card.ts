import { type GuardView, type Intent, type Ms, type Sec, type TierCard } from '@noderr/protocol';
import { type NodeTier } from '@noderr/protocol';
import { type SignerStatus } from '../actions/transactions.ts';
import { type ChainState } from '../chain/chain-state.ts';
import { actionAvailability } from './action-availability.ts';
import { type ActorBook, changeActor } from './change-actor.ts';
import { releaseSummary } from './release-summary.ts';
import { type TierPicture } from './tier-picture.ts';
import { allowedReleases, versionShares } from './version-shares.ts';

export interface TierCardInput {
  tier: NodeTier;
  picture: TierPicture;
  chain: ChainState;
  signer: SignerStatus;
  actors: ActorBook;
  guard: GuardView;
  gateEnabled: boolean;
  intent: Intent | null;
}

/** All that the home page shows of a tier. */
export function tierCard(input: TierCardInput): TierCard {
  const { picture, chain, signer, actors } = input;
  const { tier, target, baseline, view } = picture;
  const started = tier.changes.find((change) => change.directive.seq === tier.directive?.rolloutId);
  const last = tier.changes.at(-1);
  return {
    tier: input.tier,
    nodes: picture.expected.length,
    directive: tier.directive,
    target: target && releaseSummary(target),
    baseline: baseline && releaseSummary(baseline),
    rollout: view,
    startedBy: started ? changeActor(started, actors) : null,
    lastChange: last
      ? {
          action: last.action,
          by: changeActor(last, actors),
          reason: last.reason,
          at: blockTimeMs(last.block.time),
        }
      : null,
    guard: input.guard,
    gateEnabled: input.gateEnabled,
    versions: versionShares(
      picture.expected.map((node) => node.fleet),
      tier.releases,
      allowedReleases(tier.directive, tier.releases),
    ),
    actions: actionAvailability({ tier, chain, signer, blockTime: newestBlockTime(picture, chain) }),
    intent: input.intent,
  };
}

/** Block time as the browser shows it; for display only, never compared with a clock's time. */
export function blockTimeMs(time: Sec): Ms {
  return (time * 1000) as Ms;
}

export function newestBlockTime(picture: Pick<TierPicture, 'tier'>, chain: Pick<ChainState, 'block'>): Sec {
  return picture.tier.latest?.block.time ?? chain.block?.time ?? (0 as Sec);
}

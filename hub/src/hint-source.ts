import { type Hint, type NodeTier } from '@noderr/protocol';

/** Who knows whether nodes of a tier should look at the chain sooner or hold still; asked at each heartbeat. */
export interface HintSource {
  hintFor(tier: NodeTier): Hint | null;
}

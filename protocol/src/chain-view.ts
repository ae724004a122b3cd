import { z } from 'zod';
import { Address, Hex32, ReleaseId, Sec } from './brands.ts';
import { Directive } from './directive.ts';
import { DataPolicy, Release } from './release.ts';

/** A block by height and hash; its time is the chain's, in seconds. */
export const BlockRef = z.object({ number: z.int().nonnegative(), hash: Hex32, time: Sec });
export type BlockRef = z.infer<typeof BlockRef>;

/** Everything an agent needs to decide, read in one call at one block hash. */
export const ChainView = z.object({
  chainId: z.int().positive(),
  beacon: Address,
  deploymentBlockHash: Hex32,
  block: BlockRef,
  /** The id of the release that the asking node runs, 0 for none. */
  current: ReleaseId,
  directive: Directive,
  target: Release.nullable(),
  baseline: Release.nullable(),
  /** Releases to pass on the way up from `current`, ids rising, the end not included; ≤ 8. */
  targetStones: z.array(Release),
  baselineStones: z.array(Release),
  /** The strictest policy of all releases in (baseline, current]. */
  descent: DataPolicy,
});
export type ChainView = z.infer<typeof ChainView>;

import { type BlockRef, type Hex32 } from '@noderr/protocol';

export interface EndpointBlock {
  host: string;
  block: BlockRef;
}

/**
 * Heights at which a quorum may agree, best first: no higher than the heads of `needed` endpoints, so that one that
 * claims a block of the future moves nothing, and falling, so that one that lies about the best height stops nothing.
 */
export function candidateHeights(heads: readonly number[], needed: number): number[] {
  const falling = heads.toSorted((a, b) => b - a);
  return [...new Set(falling.slice(needed - 1))];
}

export type BlockVote =
  | { kind: 'agreed'; block: BlockRef; hosts: string[] }
  /** Two groups of a quorum each: only possible where the quorum is no majority. */
  | { kind: 'split' }
  | { kind: 'none' };

/** The block at one height that at least `needed` endpoints name. */
export function voteOnBlock(blocks: readonly EndpointBlock[], needed: number): BlockVote {
  const groups = groupsOf(blocks, ({ block }) => `${block.number}/${block.hash}/${block.time}`);
  const strong = groups.filter((group) => group.length >= needed);
  const [first] = strong[0] ?? [];
  if (!first) return { kind: 'none' };
  if (strong.length > 1) return { kind: 'split' };
  return { kind: 'agreed', block: first.block, hosts: (strong[0] ?? []).map(({ host }) => host) };
}

/** Everything that is compared between endpoints at the agreed block. */
export interface EndpointContent {
  host: string;
  /** Equal for endpoints that say the same. */
  content: string;
}

/** The hosts of the largest group that says the same, if a quorum does. */
export function voteOnContent(contents: readonly EndpointContent[], needed: number): string[] | undefined {
  const groups = groupsOf(contents, ({ content }) => content).filter((group) => group.length >= needed);
  return groups.length === 1 ? groups[0]?.map(({ host }) => host) : undefined;
}

/** Whether a block may be acted on, by its age alone; seconds. */
export function ageProblem(ageS: number, maxAgeS: number): 'chain/stale' | 'chain/from-the-future' | undefined {
  if (ageS > maxAgeS) return 'chain/stale';
  return ageS < -maxAgeS ? 'chain/from-the-future' : undefined;
}

/** The block without what only a fee needs. */
export function blockRef(block: BlockRef): BlockRef {
  const { number, hash, time }: { number: number; hash: Hex32; time: BlockRef['time'] } = block;
  return { number, hash, time };
}

function groupsOf<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}

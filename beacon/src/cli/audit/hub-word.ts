import { type NodeId, type RolloutNode } from '@noderr/protocol';
import { type ProvenOutcome, releaseAfter } from './proven-outcome.ts';

/** How many expected nodes stand where they do by the hub's word alone, by what it says of them. */
export type HubWord = Record<(typeof HUB_WORDS)[number], number>;

const HUB_WORDS = [
  'silent',
  'unmanaged',
  'updating',
  'unhealthy',
  'cannotFollow',
  'held',
  'deferred',
  'stuck',
  /** Runs the target by no outcome that it signed: adopted, or its event is on its way. */
  'onTarget',
] as const;

/** Facts of the moment that leave no receipt; `lastWords` are the last outcomes that the nodes signed, whatever the rollout. */
export function hubWordOf(
  nodes: readonly (RolloutNode & { stuck: boolean })[],
  target: number,
  lastWords: ReadonlyMap<NodeId, ProvenOutcome>,
): HubWord {
  const signedRelease = (nodeId: NodeId): number | null => {
    const last = lastWords.get(nodeId);
    return last ? releaseAfter(last) : null;
  };
  const facts = nodes.map((node) => ({
    ...node,
    onTarget: target > 0 && node.committed === target && signedRelease(node.nodeId) !== target,
  }));
  const count = (word: (typeof HUB_WORDS)[number]): number => facts.filter((node) => node[word]).length;
  return Object.fromEntries(HUB_WORDS.map((word) => [word, count(word)])) as HubWord;
}

const WORDS: Readonly<Record<(typeof HUB_WORDS)[number], string>> = {
  silent: 'silent',
  unmanaged: 'unmanaged',
  updating: 'updating',
  unhealthy: 'unhealthy',
  cannotFollow: 'unable to follow',
  held: 'held',
  deferred: 'deferred',
  stuck: 'stuck',
  onTarget: 'on the target without a receipt',
};

/** Such as `2 silent, 1 held`; empty where nothing rests on the hub alone. */
export function hubWordText(word: HubWord): string {
  return HUB_WORDS.filter((name) => word[name] > 0)
    .map((name) => `${word[name]} ${WORDS[name]}`)
    .join(', ');
}

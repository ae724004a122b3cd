import { type NodeId, type RolloutNode } from '@noderr/protocol';
import { type ProvenOutcome } from './proven-outcome.ts';

/** How many expected nodes stand where they do by the hub's word alone, by what it says of them. */
export type HubWord = Record<(typeof HUB_WORDS)[number], number>;

export const HUB_WORDS = [
  'silent',
  'unmanaged',
  'updating',
  'unhealthy',
  'cannotFollow',
  'held',
  'deferred',
  'stuck',
  /** Runs the target and signed no move to it: adopted, there from before, or its event is on its way. */
  'onTarget',
] as const;

/** Facts of the moment that leave no receipt. */
export function hubWordOf(
  nodes: readonly (RolloutNode & { stuck: boolean })[],
  target: number,
  outcomes: ReadonlyMap<NodeId, ProvenOutcome>,
): HubWord {
  const facts = nodes.map((node) => ({
    ...node,
    onTarget: target > 0 && node.committed === target && !hasSigned(outcomes.get(node.nodeId), target),
  }));
  const count = (word: (typeof HUB_WORDS)[number]): number => facts.filter((node) => node[word]).length;
  return Object.fromEntries(HUB_WORDS.map((word) => [word, count(word)])) as HubWord;
}

function hasSigned(last: ProvenOutcome | undefined, target: number): boolean {
  return last?.outcome === 'committed' && last.to === target;
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

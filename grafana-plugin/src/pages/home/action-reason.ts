import { type ChainStatus, type IntentKind, type TierCard } from '@noderr/protocol';
import { formatSpan } from '../../format/duration.ts';
import { homeStrings } from '../../strings/home.ts';
import { intentIsActive } from './intent-stage.ts';

export interface ActionFacts {
  card: TierCard;
  chain: ChainStatus;
  /** Whether the user holds the right to act; without it there are no buttons. */
  mayWrite: boolean;
  /** The last answer is old: the hub does not answer now. */
  unreachable: boolean;
  /** Hub time, epoch milliseconds. */
  now: number;
}

/** Why a button is disabled, null when it is not. The hub decides again. */
export function actionReason(kind: IntentKind, facts: ActionFacts): string | null {
  const { card, chain } = facts;
  if (facts.unreachable) return homeStrings.reasons.unreachable;
  if (chain.stale && chain.readAt !== null) {
    return homeStrings.reasons.chainStale(formatSpan((facts.now - chain.readAt) / 1000));
  }
  if (card.actions[kind] !== null) return card.actions[kind];
  // A pause must get through whatever else is under way.
  if (kind !== 'pause' && card.intent && intentIsActive(card.intent)) return homeStrings.reasons.pending;
  return null;
}

/** Which buttons a card has at all: for whoever may act, what could make sense in its state. */
export function actionsShown({ card, mayWrite }: Pick<ActionFacts, 'card' | 'mayWrite'>): IntentKind[] {
  if (!mayWrite) return [];
  const { status, kind } = card.rollout;
  if (status === 'none') return [];
  if (status === 'paused') return ['resume', 'rollback'];
  if (kind === 'rollback') return status === 'rolling-back' ? ['pause'] : [];
  if (status === 'complete') return ['rollback'];
  return ['pause', 'open', 'rollback'];
}

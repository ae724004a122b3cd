import { type Hint } from '@noderr/protocol';
import { newestDirective, type TierChain } from './chain-state.ts';

/**
 * What nodes of a tier are told at their next heartbeat: the newest seq, so that they look at the chain sooner, and to
 * hold still when the newest block is paused or an admin has just confirmed a pause or rollback (`pending`, in words).
 */
export function hintOf(tier: TierChain, pending: string | null): Hint | null {
  const directive = newestDirective(tier);
  if (!directive || directive.kind === 'none') return null;
  return {
    seq: directive.seq,
    hold: holdOf(directive.paused, pending),
    spreadS: directive.spreadS,
  };
}

function holdOf(paused: boolean, pending: string | null): Hint['hold'] {
  if (paused) return { reason: 'paused on the chain' };
  return pending === null ? null : { reason: pending.slice(0, 200) };
}

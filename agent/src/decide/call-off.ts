import { type ChainView, type FailureCode, wantedRelease } from '@noderr/protocol';
import { type AttemptState } from '../attempt/machine-state.ts';
import { type Memory } from '../durable/memory.ts';
import { type ChainFacts, type Now, type Policy } from './facts.ts';
import { isHeldByHub, isHeldByOperator } from './patience.ts';

export interface CallOff {
  code: Extract<FailureCode, 'paused' | 'held' | 'superseded'>;
  detail: string;
}

/** Whether a running attempt has to end, by what the chain, the hub and the operator say meanwhile. */
export function callOff(
  memory: Memory,
  state: AttemptState,
  chain: ChainFacts,
  policy: Policy,
  { now }: Now,
): CallOff | null {
  // once journaled, a move down reads nothing more
  if (state.attempt.direction === 'down' || state.name === 'rolling-back') return null;
  if (state.name === 'validating' || (state.name === 'swapping' && state.newStarting)) {
    return withdrawn(state, chain);
  }
  if (isHeldByOperator(memory, now)) return { code: 'held', detail: 'held by the operator' };
  if (isHeldByHub(memory, now)) return { code: 'held', detail: 'held by the hub' };
  if (state.attempt.reason !== 'install-baseline') {
    if (chain.brake?.reason === 'paused') return { code: 'paused', detail: 'the tier is paused' };
    if (chain.brake?.reason === 'other-rollout') return { code: 'superseded', detail: 'the chain has moved on' };
  }
  const gone = withdrawn(state, chain);
  if (gone || chain.final.kind === 'trouble') return gone;
  const { view } = chain.final;
  const wanted = wantedRelease(view, policy.nodeId, memory.node.committed);
  if (wanted.kind === 'move' && wanted.direction === 'up' && wanted.to >= state.attempt.to) return null;
  return view.directive.paused
    ? { code: 'paused', detail: 'the tier is paused' }
    : { code: 'superseded', detail: 'the chain no longer wants this release here' };
}

/** Seen at finality or, by a quorum, at `latest`: a rollback below where the attempt leads. */
function withdrawn({ attempt }: AttemptState, chain: ChainFacts): CallOff | null {
  const views = [chain.emergency, chain.final.kind === 'view' ? chain.final.view : null];
  const gone = views.some((view: ChainView | null) => {
    if (!view) return false;
    const { kind, target, withdrawn: highest } = view.directive;
    return (kind === 'rollback' && target < attempt.to) || highest >= attempt.to;
  });
  return gone ? { code: 'superseded', detail: 'the release was rolled back' } : null;
}

import { type Directive, type Ms, type RolloutNode } from '@noderr/protocol';
import { type FleetNode, type NodeOutcome } from '../fleet/fleet.ts';
import { isSilent } from '../fleet/node-liveness.ts';

export interface Presence {
  now: Ms;
  /** When the hub began to listen: nobody is silent before it had the chance to speak. */
  since: Ms;
}

function isUnheard(node: Pick<FleetNode, 'heardAt'>, { now, since }: Presence): boolean {
  return isSilent({ heardAt: Math.max(node.heardAt ?? 0, since) as Ms }, now);
}

/** What a rollout needs to know of a node, from its last heartbeat and its last outcome of this rollout. */
export function rolloutNodeOf(
  node: FleetNode,
  outcome: NodeOutcome | null,
  directive: Pick<Directive, 'rolloutId' | 'target'> | null,
  presence: Presence,
): RolloutNode {
  const { heartbeat } = node;
  const state = heartbeat?.state ?? null;
  const attempt = state && 'attempt' in state ? state.attempt : null;
  const ofThisRollout = attempt !== null && attempt.rolloutId === directive?.rolloutId;
  return {
    nodeId: node.nodeId,
    committed: heartbeat?.committed ?? (0 as RolloutNode['committed']),
    unmanaged: state?.name === 'unmanaged',
    silent: isUnheard(node, presence),
    updating: ofThisRollout && state?.name !== 'stuck',
    unhealthy: heartbeat?.services.some((service) => !service.healthy) ?? false,
    outcome: outcome
      ? { outcome: outcome.outcome, code: outcome.code, to: outcome.to, at: outcome.receivedAt }
      : stuckOutcome(node, ofThisRollout),
    cannotFollow: heartbeat?.cannotFollow != null && heartbeat.cannotFollow.releaseId === directive?.target,
    // The hub's own hold lasts as long as the reason for it; only an operator's takes a node out of the evidence.
    held: heartbeat?.hold?.by === 'operator',
    deferred: false,
  };
}

/** A stuck node may never send an outcome: its state says how its attempt ended. */
function stuckOutcome(node: FleetNode, ofThisRollout: boolean): RolloutNode['outcome'] {
  const state = node.heartbeat?.state;
  if (state?.name !== 'stuck' || !state.attempt || !ofThisRollout) return null;
  return { outcome: 'failed', code: state.code, to: state.attempt.to, at: node.heardAt ?? state.since };
}

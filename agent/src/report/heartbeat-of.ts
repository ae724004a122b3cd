import { type ChainView, type Heartbeat, type Ms } from '@noderr/protocol';
import { isHeldByOperator } from '../decide/patience.ts';
import { type Memory } from '../durable/memory.ts';
import { type ShippingStatus, telemetryHealthOf } from '../telemetry/shipping-status.ts';
import { type Standing } from '../tick/standing.ts';
import { AGENT_VERSION } from '../version.ts';
import { agentStateOf } from './agent-state-of.ts';

export interface HeartbeatInput {
  memory: Memory;
  standing: Standing;
  /** The newest accepted final view of this process. */
  view: ChainView | null;
  runtime: 'docker' | 'process';
  autoUpdateEnabled: boolean;
  boot: string;
  n: number;
  now: Ms;
  clockOffsetMs: number;
  telemetry: ShippingStatus;
}

/** What the node says of itself. */
export function heartbeatOf(input: HeartbeatInput): Heartbeat {
  const { memory, standing, view, now } = input;
  const telemetry = telemetryHealthOf(input.telemetry);
  return {
    boot: input.boot,
    n: input.n,
    at: now,
    agentVersion: AGENT_VERSION,
    runtime: input.runtime,
    state: agentStateOf(memory.state),
    committed: memory.node.committed,
    version: memory.committed?.version ?? null,
    kept: memory.node.kept,
    chain: view ? chainOf(view) : null,
    services: standing.services,
    hold: holdOf(input),
    cannotFollow: standing.cannotFollow,
    failed: failedOf(memory, view),
    clockOffsetMs: input.clockOffsetMs,
    unsafe: false,
    ...(telemetry ? { telemetry } : {}),
  };
}

function chainOf({ directive, block }: ChainView): NonNullable<Heartbeat['chain']> {
  const { seq, rolloutId, headHash } = directive;
  return { seq, rolloutId, headHash, height: block.number, blockTime: block.time };
}

/** A node whose operator has switched updates off is held by him, without an end. */
function holdOf({ memory, autoUpdateEnabled, now }: HeartbeatInput): Heartbeat['hold'] {
  if (!autoUpdateEnabled) return { by: 'operator', until: null };
  if (isHeldByOperator(memory, now)) return { by: 'operator', until: memory.operatorHold?.until ?? null };
  const hub = memory.hubHolds.find((hold) => hold.until > now);
  return hub ? { by: 'hub', until: hub.until } : null;
}

function failedOf(memory: Memory, view: ChainView | null): Heartbeat['failed'] {
  const target = view?.directive.target ?? 0;
  const failed = memory.node.failed[target];
  return failed && view ? { releaseId: view.directive.target, code: failed.code } : null;
}

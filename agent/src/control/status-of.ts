import { type ChainView } from '@noderr/protocol';
import { type ChainSource } from '../chain/chain-source.ts';
import { heartbeatOf, type HeartbeatInput } from '../report/heartbeat-of.ts';
import { type AgentStatus } from './schema.ts';

export interface StatusInput extends HeartbeatInput {
  tier: string;
  quorum: ChainSource['quorum'];
  /** Null before the first heartbeat. */
  hub: { up: true } | { up: false; code: string; message: string } | null;
  hubConfigured: boolean;
  eventsWaiting: number;
  metricsUrl: string | null;
}

/** What `noderr-agent status` shows. */
export function statusOf(input: StatusInput): AgentStatus {
  const { memory, standing, view } = input;
  const { state } = memory;
  const heartbeat = heartbeatOf(input);
  return {
    nodeId: memory.nodeId,
    tier: input.tier,
    version: heartbeat.agentVersion,
    runtime: input.runtime,
    state: state.name,
    since: state.since,
    detail: detailOf(input),
    committed: memory.committed && { releaseId: memory.committed.releaseId, version: memory.committed.version },
    kept: memory.node.kept,
    wants: standing.resting ?? '',
    cannotFollow: standing.cannotFollow,
    trouble: standing.trouble,
    hold: heartbeat.hold && `by ${heartbeat.hold.by}${untilText(heartbeat.hold.until)}`,
    failed: memory.node.failed,
    services: standing.services,
    chain: view && chainOf(view, input.quorum),
    hub: hubText(input),
    eventsWaiting: input.eventsWaiting,
    observeOnly: memory.origin === 'lost',
    backupUnsealed: memory.unsealed !== null,
    metricsUrl: input.metricsUrl,
    telemetry: input.telemetry,
  };
}

function detailOf({ memory: { state } }: StatusInput): string {
  switch (state.name) {
    case 'idle':
      return '';
    case 'unmanaged':
      return state.reason;
    case 'stuck':
      return `${state.code}, ${state.tries} tries`;
    case 'rolling-back':
      return `release ${state.attempt.to} back to ${state.attempt.from}: ${state.code}`;
    case 'verifying':
    case 'downloading':
    case 'backing-up':
    case 'swapping':
    case 'validating':
      return `release ${state.attempt.from} to ${state.attempt.to}`;
  }
}

function untilText(until: number | null): string {
  return until === null ? '' : ` until ${new Date(until).toISOString()}`;
}

function chainOf({ directive, block }: ChainView, quorum: ChainSource['quorum']): AgentStatus['chain'] {
  const { seq, rolloutId, kind, target, baseline, paused } = directive;
  const text = quorum ? `${quorum.agreeing} of ${quorum.asked} (${quorum.needed} needed)` : '';
  return { seq, rolloutId, kind, target, baseline, paused, block: block.number, quorum: text };
}

function hubText({ hub, hubConfigured }: StatusInput): string {
  if (!hubConfigured) return 'none: the chain alone is followed';
  if (hub === null) return 'not asked yet';
  return hub.up ? 'up' : `${hub.code}: ${hub.message}`;
}

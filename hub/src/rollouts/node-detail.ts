import { type AttemptSummary, type NodeDetail } from '@noderr/protocol';
import { type StoredAttempt } from '../events/event-history.ts';
import { nodeSummary } from './node-summary.ts';
import { nodeWants } from './node-wants.ts';
import { type PicturedNode, type TierPicture } from './tier-picture.ts';
import { versionOf } from './version-shares.ts';

/** All that the hub knows of one node. */
export function nodeDetail(node: PicturedNode, picture: TierPicture, attempts: readonly StoredAttempt[]): NodeDetail {
  const { heartbeat } = node.fleet;
  return {
    ...nodeSummary(node, picture),
    now: picture.presence.now,
    enrolledAt: node.fleet.enrolledAt,
    agentVersion: heartbeat?.agentVersion ?? null,
    runtime: heartbeat?.runtime ?? null,
    kept: heartbeat?.kept ?? [],
    services: heartbeat?.services ?? [],
    clockOffsetMs: heartbeat?.clockOffsetMs ?? 0,
    telemetry: heartbeat?.telemetry ?? null,
    cannotFollow: heartbeat?.cannotFollow ?? null,
    chainSeq: heartbeat?.chain?.seq ?? null,
    chainHeight: heartbeat?.chain?.height ?? null,
    wants: nodeWants(node, picture),
    attempts: attempts.map((attempt) => attemptSummary(attempt, picture)),
  };
}

function attemptSummary(attempt: StoredAttempt, picture: TierPicture): AttemptSummary {
  const { attemptId, rolloutId, from, to, startedAt, outcome, code, events } = attempt;
  return {
    attemptId,
    rolloutId,
    from,
    to,
    fromVersion: versionOf(from, null, picture.tier.releases),
    toVersion: versionOf(to, null, picture.tier.releases),
    startedAt,
    outcome,
    code,
    events: [...events],
  };
}

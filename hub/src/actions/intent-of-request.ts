import { type IntentRequest, MAX_REASON_BYTES, type Ms } from '@noderr/protocol';
import { newestDirective, type TierChain } from '../chain/chain-state.ts';
import { type GrafanaUser } from '../grafana/id-token.ts';
import { HubError } from '../problem/hub-error.ts';
import { type IntentRecord, preparedAt } from './intent-record.ts';

/** An intent as an admin asks for it; what its kind needs and lacks is told by path. */
export function intentOfRequest(request: IntentRequest, user: GrafanaUser, now: Ms): Omit<IntentRecord, 'preview'> {
  const { id, kind, tier, expectedRollout } = request;
  const issues = [
    ...(kind === 'resume' && request.expectedSeq === undefined ? [issue('expectedSeq', 'a resume needs it')] : []),
    ...(kind === 'rollback' && request.to === undefined ? [issue('to', 'a rollback needs it')] : []),
    ...(kind === 'open' && request.cohort === undefined ? [issue('cohort', 'an opening needs it')] : []),
    ...(kind !== 'pause' && request.confirm ? [issue('confirm', 'only a pause is confirmed in one request')] : []),
    ...reasonIssues(request.reason),
  ];
  if (issues.length > 0) throw new HubError('request/invalid', 'the request is not complete', { issues });
  return {
    id,
    kind,
    tier,
    owner: user.id,
    actor: { kind: 'user', name: user.login },
    expectedRollout,
    expectedSeq: kind === 'resume' ? (request.expectedSeq ?? null) : null,
    to: kind === 'rollback' ? (request.to ?? null) : null,
    cohort: kind === 'open' ? (request.cohort ?? null) : null,
    reason: request.reason.trim(),
    ...preparedAt(now),
  };
}

/**
 * A pause is meant for the tier: who looks at the final rollout while the next one stands in the newest block pauses
 * that one, which is what the contract wants to hear.
 */
export function aimed(intent: Omit<IntentRecord, 'preview'>, tier: TierChain): Omit<IntentRecord, 'preview'> {
  const newest = newestDirective(tier);
  const looksAtFinal = intent.expectedRollout === tier.directive?.rolloutId;
  return intent.kind === 'pause' && newest && looksAtFinal ? { ...intent, expectedRollout: newest.rolloutId } : intent;
}

/** Whether a repeated request asks for what was stored under its id. */
export function asksForSame(request: IntentRequest, stored: IntentRecord): boolean {
  return (
    request.kind === stored.kind &&
    request.tier === stored.tier &&
    (request.expectedRollout === stored.expectedRollout || request.kind === 'pause') &&
    (stored.expectedSeq === null || request.expectedSeq === stored.expectedSeq) &&
    (stored.to === null || request.to === stored.to) &&
    (stored.cohort === null || request.cohort === stored.cohort)
  );
}

/** The contract takes a reason of at most 200 bytes, which may be fewer characters. */
export function reasonIssues(reason: string): { path: string; message: string }[] {
  return Buffer.byteLength(reason.trim()) > MAX_REASON_BYTES
    ? [issue('reason', `is longer than ${MAX_REASON_BYTES} bytes of UTF-8`)]
    : [];
}

function issue(field: string, message: string): { path: string; message: string } {
  return { path: `body.${field}`, message };
}

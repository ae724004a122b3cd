import { type Ms, type Seq } from '@noderr/protocol';
import { type TierChain } from '../chain/chain-state.ts';
import { type IntentEffect } from './intent-effect.ts';
import { type IntentPatch, type IntentRecord } from './intent-record.ts';
import { type CallStatus, type QueuedCall } from './transactions.ts';

const IN_BLOCK: ReadonlySet<CallStatus> = new Set(['mined', 'final', 'reverted']);
const FAILED: ReadonlySet<CallStatus> = new Set(['reverted', 'refused', 'expired', 'superseded']);

/** What a look at its transaction changes in an intent; null = nothing. A reorg may take it back from mined to sent. */
export function callProgress(record: IntentRecord, call: QueuedCall): IntentPatch | null {
  const status = call.status === 'queued' ? 'confirmed' : call.status;
  const { transaction, times } = record;
  const inBlock = IN_BLOCK.has(call.status);
  const block = inBlock ? call.block : null;
  const moved =
    status !== record.status ||
    call.hash !== (transaction?.hash ?? null) ||
    block !== (transaction?.block ?? null) ||
    call.sentAt !== times.sent;
  if (!moved) return null;
  const failed = FAILED.has(call.status);
  return {
    status,
    ...(call.hash === null ? {} : { transaction: { hash: call.hash, from: call.from, block } }),
    ...(failed ? { error: { code: `intent/${call.status}`, message: call.error } } : {}),
    times: {
      sent: call.sentAt,
      mined: inBlock ? (times.mined ?? call.since) : null,
      final: call.status === 'final' ? call.since : null,
      ...(failed ? { failed: call.since } : {}),
    },
  };
}

/** The seq that a final intent made, once the history shows it; a pause of a paused tier makes none of its own. */
export function seqMade(record: IntentRecord, tier: TierChain, readThrough: number): Seq | null {
  const hash = record.transaction?.hash;
  const made = tier.changes.find((change) => change.transaction === hash);
  if (made) return made.directive.seq;
  const block = record.transaction?.block;
  return block != null && readThrough >= block ? (tier.directive?.seq ?? null) : null;
}

/** The times that its effect on the nodes adds. */
export function effectProgress(record: IntentRecord, effect: IntentEffect, now: Ms): IntentPatch | null {
  const { times } = record;
  const pickedUp = times.pickedUp === null && effect.pickedUp;
  const done = times.done === null && effect.done;
  if (!pickedUp && !done) return null;
  return { times: { ...(pickedUp ? { pickedUp: now } : {}), ...(done ? { done: now } : {}) } };
}

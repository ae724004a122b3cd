import { INTENT_EXPIRES_AFTER_MS, type Ms } from '@noderr/protocol';
import { type ActionDeps } from './action-deps.ts';
import { auditDraft } from './intent-audit.ts';
import { intentEffect } from './intent-effect.ts';
import { callProgress, effectProgress, seqMade } from './intent-progress.ts';
import { hasFailed, type IntentPatch, type IntentRecord } from './intent-record.ts';
import { send } from './send.ts';

/** An effect that is not complete by then is not waited for any more; milliseconds. */
const SETTLES_WITHIN_MS = 24 * 3_600_000;

/** Follows each intent from its confirmation until the nodes have done it. */
export interface Courier {
  round(): Promise<void>;
}

export function createCourier(deps: ActionDeps): Courier {
  const { db, store, audit, clock, transactions } = deps;

  async function follow(record: IntentRecord): Promise<void> {
    const call = await transactions.find(record.id);
    if (!call) {
      await deliver(record);
      return;
    }
    const patch = callProgress(record, call);
    if (patch) await apply(record, patch);
  }

  /** Confirmed, but the hub ended before the queue had it: sent now, unless its time has passed. */
  async function deliver(record: IntentRecord): Promise<void> {
    const age = clock.now() - (record.times.confirmed ?? record.createdAt);
    if (age <= INTENT_EXPIRES_AFTER_MS) {
      await send(record, deps);
      return;
    }
    const message = 'The hub was away when this should have been sent; it was not sent.';
    await apply(record, {
      status: 'expired',
      error: { code: 'intent/expired', message },
      times: { failed: clock.now() },
    });
  }

  async function apply(record: IntentRecord, patch: IntentPatch): Promise<void> {
    const after: IntentRecord = { ...record, ...patch, times: { ...record.times, ...patch.times } };
    const action = auditedAs(record, after);
    await db.transaction().execute(async (transaction) => {
      await store.patch(record.id, patch, transaction);
      if (action === null) return;
      const reason = after.error?.message ?? after.reason;
      await audit.append({ ...auditDraft(after), action, reason }, transaction);
    });
  }

  async function settle(record: IntentRecord): Promise<void> {
    const picture = await deps.picture(record.tier);
    let current = record;
    if (record.seqAfter === null) {
      const seqAfter = seqMade(record, picture.tier, deps.chain().block?.number ?? 0);
      if (seqAfter === null) return;
      await apply(record, { seqAfter });
      current = { ...record, seqAfter };
    }
    const effect = intentEffect(current, picture);
    const patch = effect && effectProgress(current, effect, clock.now());
    if (patch) await apply(current, patch);
  }

  return {
    async round() {
      await store.expire(clock.now());
      for (const record of await store.underWay(null)) await follow(record);
      const since = (clock.now() - SETTLES_WITHIN_MS) as Ms;
      for (const record of await store.settling(since)) await settle(record);
    },
  };
}

/** The step that an admin finds in the audit log, null for one that is only shown. */
function auditedAs(before: IntentRecord, after: IntentRecord): string | null {
  if (before.status !== after.status && hasFailed(after)) {
    return `intent.${after.status}`;
  }
  if (before.seqAfter === null && after.seqAfter !== null) return 'intent.final';
  if (before.transaction?.hash !== after.transaction?.hash) return 'intent.sent';
  return null;
}

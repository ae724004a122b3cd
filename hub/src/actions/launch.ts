import { newestDirective } from '../chain/chain-state.ts';
import { HubError } from '../problem/hub-error.ts';
import { type ActionDeps } from './action-deps.ts';
import { examine } from './examine.ts';
import { auditDraft } from './intent-audit.ts';
import { type IntentRecord, isSameAction } from './intent-record.ts';
import { send } from './send.ts';

/**
 * Confirms a prepared intent and sends its transaction: examined once more, audited before it is sent, joined to the
 * same action where one is under way already. An intent that cannot be carried out is ended; then it throws a `HubError`.
 */
export async function launch(intent: IntentRecord, reason: string, deps: ActionDeps): Promise<void> {
  const { db, store, audit, clock } = deps;
  const picture = await deps.picture(intent.tier);
  const wanted: IntentRecord = { ...intent, reason };
  const [same] = (await store.underWay(intent.tier)).filter((other) => isSameAction(other, wanted));
  if (!same) await examine(wanted, picture, deps).catch((error: unknown) => end(wanted, error, deps));

  const launched = await db.transaction().execute(async (transaction) => {
    const now = await store.find(intent.id, transaction);
    // A second click: the first one has confirmed it.
    if (now?.status !== 'prepared') return null;
    const leader = (await store.underWay(intent.tier, transaction)).find((other) => isSameAction(other, wanted));
    const seqBefore = newestDirective(picture.tier)?.seq ?? null;
    const joinedTo = leader?.id ?? null;
    const times = { confirmed: clock.now() };
    await store.patch(intent.id, { status: 'confirmed', reason, joinedTo, seqBefore, times }, transaction);
    const action = leader ? 'intent.joined' : 'intent.confirmed';
    await audit.append({ ...auditDraft({ ...wanted, seqBefore }), action }, transaction);
    return leader ? null : { ...wanted, seqBefore, times: { ...wanted.times, ...times } };
  });
  if (launched) await send(launched, deps);
}

/** A refusal ends the intent for good; what may pass, such as a stale chain, leaves it prepared. */
async function end(intent: IntentRecord, error: unknown, deps: ActionDeps): Promise<never> {
  const { db, store, audit, clock } = deps;
  if (!(error instanceof HubError) || (error.code !== 'intent/refused' && error.code !== 'intent/stale')) throw error;
  const status = error.code === 'intent/stale' ? 'superseded' : 'refused';
  await db.transaction().execute(async (transaction) => {
    const patch = {
      status,
      error: { code: error.code, message: error.message },
      times: { failed: clock.now() },
    } as const;
    await store.patch(intent.id, patch, transaction);
    await audit.append({ ...auditDraft(intent), action: `intent.${status}`, reason: error.message }, transaction);
  });
  throw error;
}

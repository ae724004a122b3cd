import { type ConfirmRequest, type IntentRequest } from '@noderr/protocol';
import { type GrafanaUser } from '../grafana/id-token.ts';
import { HubError } from '../problem/hub-error.ts';
import { type ActionDeps } from './action-deps.ts';
import { examine } from './examine.ts';
import { auditDraft } from './intent-audit.ts';
import { aimed, asksForSame, intentOfRequest, reasonIssues } from './intent-of-request.ts';
import { intentPreview } from './intent-preview.ts';
import { hasFailed, type IntentRecord } from './intent-record.ts';
import { launch } from './launch.ts';

/** Where admins prepare and confirm; both are idempotent, and answer with the intent's id. */
export interface IntentDesk {
  prepare(request: IntentRequest, user: GrafanaUser): Promise<string>;
  confirm(id: string, request: ConfirmRequest, user: GrafanaUser): Promise<string>;
}

export function createIntentDesk(deps: ActionDeps): IntentDesk {
  const { db, store, audit, clock } = deps;

  async function stored(request: IntentRequest, user: GrafanaUser): Promise<IntentRecord> {
    const known = await store.find(request.id);
    if (known) return known;
    const picture = await deps.picture(request.tier);
    const open = aimed(intentOfRequest(request, user, clock.now()), picture.tier);
    await examine(open, picture, deps);
    const record: IntentRecord = { ...open, preview: intentPreview(open, picture) };
    return db.transaction().execute(async (transaction) => {
      // A double click: the other request was quicker.
      const first = await store.find(request.id, transaction);
      if (first) return first;
      await store.insert(record, transaction);
      await audit.append({ ...auditDraft(record), action: 'intent.prepared' }, transaction);
      return record;
    });
  }

  return {
    async prepare(request, user) {
      const record = await stored(request, user);
      if (record.owner !== user.id) throw notYours();
      if (!asksForSame(request, record)) {
        throw new HubError('intent/conflict', 'this id was used for another action');
      }
      if (request.confirm && record.kind === 'pause' && record.status === 'prepared') {
        await expectInTime(record);
        await launch(record, record.reason, deps);
      }
      return record.id;
    },
    async confirm(id, request, user) {
      const record = await store.find(id);
      if (!record) throw new HubError('intent/unknown', 'there is no such intent');
      if (record.owner !== user.id) throw notYours();
      if (record.status === 'expired') throw expired();
      if (hasFailed(record)) {
        throw new HubError('intent/refused', record.error?.message ?? `this intent is ${record.status}`);
      }
      if (record.status !== 'prepared') return id;
      await expectInTime(record);
      const reason = request.reason.trim() === '' ? record.reason : request.reason.trim();
      expectConsent(record, request, reason);
      await launch(record, reason, deps);
      return id;
    },
  };

  async function expectInTime(record: IntentRecord): Promise<void> {
    if (clock.now() < record.expiresAt) return;
    // Not by its id: a second click may have confirmed it in time.
    await store.expire(clock.now());
    throw expired();
  }
}

/** Resume and rollback want a reason, a rollback its tier typed. */
function expectConsent(record: IntentRecord, request: ConfirmRequest, reason: string): void {
  const issues = reasonIssues(reason);
  if ((record.kind === 'resume' || record.kind === 'rollback') && reason === '') {
    issues.push({ path: 'body.reason', message: `a ${record.kind} wants a reason` });
  }
  if (record.kind === 'rollback' && request.typedTier !== record.tier) {
    issues.push({ path: 'body.typedTier', message: `type ${record.tier} to roll it back` });
  }
  if (issues.length > 0) throw new HubError('request/invalid', 'the confirmation is not complete', { issues });
}

function notYours(): HubError {
  return new HubError('intent/not-yours', 'only the admin who prepared an intent may confirm it');
}

function expired(): HubError {
  return new HubError('intent/expired', 'nobody confirmed this within 5 minutes: prepare it again');
}

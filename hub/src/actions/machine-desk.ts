import { type Ms } from '@noderr/protocol';
import { newestDirective } from '../chain/chain-state.ts';
import { HubError } from '../problem/hub-error.ts';
import { type ActionDeps } from './action-deps.ts';
import { auditDraft } from './intent-audit.ts';
import { intentPreview } from './intent-preview.ts';
import { hasFailed, type IntentRecord, isSameAction, preparedAt } from './intent-record.ts';
import { launch } from './launch.ts';
import { machineId } from './machine-id.ts';
import { type MachineRequest } from './machine.ts';

/** A machine's action that failed is not tried again before this; milliseconds. */
const RETRY_AFTER_MS = 30_000;

/** Takes an action of guard or gate; the id of its intent, null where it was not taken. */
export type MachineDesk = (request: MachineRequest) => Promise<string | null>;

export function createMachineDesk(deps: ActionDeps): MachineDesk {
  const { db, store, audit, clock, logger } = deps;

  async function prepare(request: MachineRequest): Promise<IntentRecord | null> {
    const picture = await deps.picture(request.tier);
    const wanted = intentOf(request, clock.now());
    if (await isTaken(wanted)) return null;
    const before = await store.newestOf(wanted.owner, wanted.tier);
    const failed = before && hasFailed(before) && isSameAction(before, { ...before, ...wanted }) ? before : null;
    if (failed && clock.now() - (failed.times.failed ?? failed.createdAt) < RETRY_AFTER_MS) return null;
    const seq = newestDirective(picture.tier)?.seq ?? 0;
    const id = machineId([wanted.owner, wanted.tier, wanted.kind, seq, failed?.id ?? 'first'].join('/'));
    const known = await store.find(id);
    if (known) return known.status === 'prepared' ? known : null;
    const record: IntentRecord = { ...wanted, id, preview: intentPreview(wanted, picture) };
    await db.transaction().execute(async (transaction) => {
      await store.insert(record, transaction);
      await audit.append({ ...auditDraft(record), action: 'intent.prepared' }, transaction);
    });
    return record;
  }

  /** A pause gives way to a pause or a rollback that is under way, an opening to anything. */
  async function isTaken(wanted: Pick<IntentRecord, 'tier' | 'kind'>): Promise<boolean> {
    const others = await store.underWay(wanted.tier);
    return others.some(({ kind }) => wanted.kind === 'open' || kind === 'pause' || kind === 'rollback');
  }

  return async (request) => {
    const record = await prepare(request);
    if (!record) return null;
    try {
      await launch(record, record.reason, deps);
      return record.id;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const { tier, kind, actor } = record;
      logger.warn({ tier, kind, actor: actor.kind, code: error.code, err: error }, 'machine action not taken');
      return null;
    }
  };
}

function intentOf(
  { actor, tier, expectedRollout, action }: MachineRequest,
  now: Ms,
): Omit<IntentRecord, 'id' | 'preview'> {
  return {
    kind: action.kind,
    tier,
    owner: actor.kind,
    actor,
    expectedRollout,
    expectedSeq: null,
    to: null,
    cohort: action.kind === 'open' ? action.cohort : null,
    reason: action.kind === 'pause' ? action.reason : '',
    ...preparedAt(now),
  };
}

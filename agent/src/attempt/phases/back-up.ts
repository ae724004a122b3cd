import { stopAll } from '../../sets/stop-all.ts';
import { backupSources, healthSubjects } from '../../sets/subjects.ts';
import { type AttemptRecord } from '../attempt-record.ts';
import { type BackupRecord } from '../backup-store.ts';
import { backedUp } from '../forward.ts';
import { type BackingUp } from '../machine-state.ts';
import { inState, type Phase, stampOf } from './phase.ts';

/** Stops the old set for good (no restart policy may bring it back in between) and saves its data. */
export const backUp: Phase<BackingUp> = async (deps, { attempt, downSince }, signal) => {
  const { journal, runtime, clock } = deps;
  const old = journal.memory.committed;
  let down = downSince;
  let backup: BackupRecord | null = null;
  if (old) {
    const stops: { id: string; timeoutS: number }[] = [];
    for (const { containerId: id, template } of healthSubjects(old)) {
      if (await runtime.inspect(id)) stops.push({ id, timeoutS: template.stopTimeoutS });
    }
    const ids = stops.map(({ id }) => id);
    for (const id of ids) await runtime.setRestartPolicy(id, 'no');
    signal.throwIfAborted();
    if (down) down = clock.monotonic();
    await stopAll(runtime, stops);
    if (wantsBackup(attempt)) {
      const sources = backupSources(old, deps.policy.registryHost).filter((source) => ids.includes(source.containerId));
      const request = { attemptId: attempt.id, releaseId: old.releaseId, at: clock.now(), sources };
      backup = await deps.backups.create(request, signal);
    }
    signal.throwIfAborted();
  }
  return (memory) => backedUp(inState(memory, 'backing-up'), backup, down, stampOf(deps));
};

/** A move down onto a kept set either leaves the data as it is or replaces it from an older backup. */
function wantsBackup(attempt: AttemptRecord): boolean {
  return attempt.release !== null && attempt.restore === null;
}

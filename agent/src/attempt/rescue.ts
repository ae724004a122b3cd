import { stopOthers } from '../sets/barrier.ts';
import { backupSources, volumeRecord } from '../sets/subjects.ts';
import { type AttemptDeps } from './attempt-deps.ts';
import { faultOf } from './attempt-fault.ts';
import { dataRescued, rescued, rescueFailed } from './back.ts';
import { inState, stampOf } from './phases/phase.ts';
import { startCommitted } from './phases/roll-back.ts';

/** For what the rollback could not stop; seconds. */
const STOP_S = 10;

/** One more try to bring a node back that a rollback could not; true when its old set runs again. */
export async function rescue(deps: AttemptDeps): Promise<boolean> {
  const { journal, logger } = deps;
  try {
    await restoreFirst(deps);
    const set = journal.memory.committed ? await startCommitted(deps) : null;
    journal.write((memory) => rescued(inState(memory, 'stuck'), set, stampOf(deps).now));
    return true;
  } catch (error) {
    const { code } = faultOf(error);
    const { state } = inState(journal.memory, 'stuck');
    const level = state.tries > 0 && code === state.code ? 'debug' : 'error';
    logger[level]({ err: error, code }, 'node still down');
    journal.write((memory) => rescueFailed(inState(memory, 'stuck'), code));
    return false;
  }
}

async function restoreFirst({ backups, journal, policy, runtime }: AttemptDeps): Promise<void> {
  const { committed } = journal.memory;
  const { restore } = inState(journal.memory, 'stuck').state;
  if (!restore || !committed) return;
  await stopOthers(runtime, journal.memory, policy.templates, [], STOP_S);
  const sources = backupSources(committed, policy.registryHost);
  const restored = await backups.restore({ ...restore, sources }, new AbortController().signal);
  journal.write((memory) =>
    dataRescued(inState(memory, 'stuck'), restore.attemptId, committed, volumeRecord(restored)),
  );
}

import { assertOthersStopped } from '../../sets/barrier.ts';
import { nextName } from '../../sets/container-name.ts';
import { ensureContainers } from '../../sets/member-container.ts';
import { containerIdsOf } from '../../sets/node-set.ts';
import { backupSources, volumeRecord } from '../../sets/subjects.ts';
import { newStarted, restoredForDescent, startNew } from '../forward.ts';
import { type Swapping } from '../machine-state.ts';
import { inState, type Phase, placeOf, stampOf } from './phase.ts';

/**
 * Restores where a move down wants it, passes the barrier, says durably that the new set is going to run, and only
 * then starts it. Each of the three is a write of its own, so it is entered up to three times.
 */
export const swap: Phase<Swapping> = async (deps, state, signal) => {
  const { backups, guard, journal, policy, runtime } = deps;
  const { attempt } = state;
  if (state.newStarting) {
    const ids = containerIdsOf(attempt.next);
    await assertOthersStopped(runtime, journal.memory, policy.templates, ids);
    for (const id of ids) await runtime.start(id);
    return (memory) => newStarted(inState(memory, 'swapping'), policy.rollbackTimeoutMs, stampOf(deps));
  }
  if (attempt.restore) {
    await assertOthersStopped(runtime, journal.memory, policy.templates, []);
    const sources = backupSources(attempt.next, policy.registryHost);
    const restored = await backups.restore({ record: attempt.restore, attemptId: attempt.id, sources }, signal);
    return (memory) => restoredForDescent(inState(memory, 'swapping'), volumeRecord(restored), stampOf(deps));
  }
  const next = await ensureContainers(attempt.next, nextName, placeOf(deps), signal);
  if (attempt.direction === 'up') await guard.assertMayGoOn(attempt, signal);
  signal.throwIfAborted();
  return (memory) => startNew(inState(memory, 'swapping'), next, stampOf(deps));
};

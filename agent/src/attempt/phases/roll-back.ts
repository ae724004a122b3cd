import { assertOthersStopped, stopOthers } from '../../sets/barrier.ts';
import { canonicalName } from '../../sets/container-name.ts';
import { isRunning } from '../../sets/container-state.ts';
import { ensureContainers } from '../../sets/member-container.ts';
import { containerIdsOf, type NodeSet } from '../../sets/node-set.ts';
import { observe } from '../../sets/observe.ts';
import { backupSources, healthSubjects, volumeRecord } from '../../sets/subjects.ts';
import { withSets } from '../../durable/memory.ts';
import { stopAll } from '../../sets/stop-all.ts';
import { type AttemptDeps } from '../attempt-deps.ts';
import { AttemptFault } from '../attempt-fault.ts';
import { comeBack, dataRestored, newStopped, oldRecreated } from '../back.ts';
import { type RollingBack } from '../machine-state.ts';
import { type Change, inState, type Phase, placeOf, stampOf } from './phase.ts';
import { logTailOf } from './validate.ts';

/** A set that is judged bad gets no long farewell; seconds. */
const STOP_NEW_S = 10;

/** Back to the old set, in sub-phases that each can be entered again. It needs no chain, no hub, no registry. */
export const rollBack: Phase<RollingBack> = (deps, state, signal) => {
  switch (state.phase) {
    case 'stopping':
      return stopNew(deps, state);
    case 'restoring':
      return restoreData(deps, state, signal);
    case 'restored':
      return recreateOld(deps, signal);
    case 'starting':
      return startOld(deps, state, signal);
  }
};

/** Stops and removes the new containers: what is gone cannot be started by a request that comes late. */
async function stopNew(deps: AttemptDeps, state: RollingBack): Promise<Change> {
  const { journal, policy, runtime } = deps;
  const { next } = state.attempt;
  const recorded = containerIdsOf(next);
  const found = await observe(runtime, journal.memory, policy.templates);
  const kept = new Set(journal.memory.kept.flatMap(containerIdsOf));
  const fresh = found.filter(
    ({ id, labels }) =>
      recorded.includes(id) || (labels?.nodeId === journal.memory.nodeId && labels.attemptId === state.attempt.id),
  );
  const everRan =
    fresh.some((container) => container.state !== 'created') ||
    recorded.some((id) => !fresh.some((container) => container.id === id)) ||
    recorded.length < next.members.length;
  const sick = fresh.find((container) => container.state !== 'created');
  const logTail = state.logTail === '' ? await logTailOf(deps, sick?.id) : state.logTail;
  const stops = fresh.filter(isRunning).map(({ id, labels }) => {
    const member = next.members.find(({ service }) => service === labels?.service);
    return { id, timeoutS: Math.min(STOP_NEW_S, member?.template.stopTimeoutS ?? STOP_NEW_S) };
  });
  await stopAll(runtime, stops);
  for (const { id } of fresh) {
    if (!kept.has(id)) await runtime.remove(id);
  }
  return (memory) => newStopped(inState(memory, 'rolling-back'), everRan, logTail, stampOf(deps));
}

async function restoreData(deps: AttemptDeps, state: RollingBack, signal: AbortSignal): Promise<Change> {
  const committed = committedOf(deps);
  const { backup, attempt } = state;
  if (!backup) throw new AttemptFault('backup/missing', 'there is no backup to restore');
  await assertOthersStopped(deps.runtime, deps.journal.memory, deps.policy.templates, []);
  const sources = backupSources(committed, deps.policy.registryHost);
  const restored = await deps.backups.restore({ record: backup, attemptId: attempt.id, sources }, signal);
  const volumes = volumeRecord(restored);
  return (memory) => dataRestored(inState(memory, 'rolling-back'), committed, volumes, stampOf(deps));
}

async function recreateOld(deps: AttemptDeps, signal: AbortSignal): Promise<Change> {
  const set = await ensureContainers(committedOf(deps), canonicalName, placeOf(deps), signal);
  return (memory) => oldRecreated(inState(memory, 'rolling-back'), set, stampOf(deps));
}

async function startOld(deps: AttemptDeps, state: RollingBack, signal: AbortSignal): Promise<Change> {
  const { clock, health, policy } = deps;
  const set = await startCommitted(deps, signal);
  const now = clock.monotonic();
  const sameBoot = now.boot === state.deadline.boot;
  const timeoutMs = sameBoot ? Math.max(0, state.deadline.ms - now.ms) : policy.rollbackTimeoutMs;
  // what was not running before the swap has nothing to be compared with
  const verdict = state.baseline
    ? await health.validate(healthSubjects(set), { baseline: state.baseline, soakMs: 0, timeoutMs }, signal)
    : { kind: 'healthy' };
  const sick = verdict.kind === 'unhealthy';
  return (memory) => comeBack(inState(memory, 'rolling-back'), set, sick, stampOf(deps));
}

/** Brings the committed set up behind the barrier; containers that are gone are made anew from their stored spec. */
export async function startCommitted(deps: AttemptDeps, signal?: AbortSignal): Promise<NodeSet> {
  const { journal, policy, runtime } = deps;
  const before = committedOf(deps);
  const set = await ensureContainers(before, canonicalName, placeOf(deps), signal);
  // whoever reads this after a crash must know the container that may run then
  if (set !== before) journal.write((memory) => withSets(memory, set, memory.kept));
  const ids = containerIdsOf(set);
  await stopOthers(runtime, journal.memory, policy.templates, ids, STOP_NEW_S);
  for (const id of ids) await runtime.start(id);
  return set;
}

function committedOf({ journal }: AttemptDeps): NodeSet {
  const { committed } = journal.memory;
  if (!committed) throw new AttemptFault('docker/failed', 'there is no old set to return to');
  return committed;
}

import { AttemptFault } from '../attempt-fault.ts';
import { type AttemptDeps } from '../attempt-deps.ts';
import { type AttemptRecord } from '../attempt-record.ts';
import { prepared } from '../forward.ts';
import { type HealthReport } from '../health-check.ts';
import { type StateOf } from '../machine-state.ts';
import { isRunning } from '../../sets/container-state.ts';
import { nextName } from '../../sets/container-name.ts';
import { ensureContainers, imageOf } from '../../sets/member-container.ts';
import { type NodeSet } from '../../sets/node-set.ts';
import { backupSources, healthSubjects } from '../../sets/subjects.ts';
import { inState, type Phase, placeOf, stampOf } from './phase.ts';
import { createPullBudget } from './pull-budget.ts';

/** Free space that an update wants: the image is there twice while it is unpacked, and a little more. */
const DISK_FACTOR = 2.1;

/**
 * Everything that can be done while the old set still runs: space, pull by digest, new containers created but not
 * started, the same checks that will judge the new set run against the old one.
 */
export const prepare: Phase<StateOf<'downloading'>> = async (deps, { attempt }, signal) => {
  const { journal, policy, runtime } = deps;
  const old = journal.memory.committed;
  setRoomAside(deps);
  const budget = createPullBudget(await assertRoom(deps, attempt, old, signal));
  const within = AbortSignal.any([signal, budget.exceeded]);
  for (const member of attempt.next.members) {
    const image = imageOf(member, policy.registryHost);
    if (!(await runtime.hasImage(image))) await runtime.pull(image, budget.spend, within);
    await runtime.pin(image);
  }
  // with a restore ahead the containers are bound to volumes that are not there yet
  const next = attempt.restore ? attempt.next : await ensureContainers(attempt.next, nextName, placeOf(deps), signal);
  const oldRuns = old !== null && (await anyRuns(deps, old));
  const baseline = old && oldRuns ? await probe(deps, old, signal) : null;
  if (attempt.direction === 'up') await deps.guard.assertMayGoOn(attempt, signal);
  signal.throwIfAborted();
  return (memory) => prepared(inState(memory, 'downloading'), next, baseline, oldRuns, stampOf(deps));
};

function setRoomAside({ reserve }: AttemptDeps): void {
  try {
    reserve.refill();
  } catch (cause) {
    throw new AttemptFault('disk/full', 'the disk of the state folder has no room to write an update down', { cause });
  }
}

/** @returns the bytes that are to come; without end where a kept set's image was pruned and nothing says its size */
async function assertRoom(
  { backups, policy, runtime, verifier }: AttemptDeps,
  attempt: AttemptRecord,
  old: NodeSet | null,
  signal: AbortSignal,
): Promise<number> {
  if (!attempt.release) return Infinity;
  const estimate = old ? await backups.estimate(backupSources(old, policy.registryHost)) : { bytes: 0, durationMs: 0 };
  if (estimate.durationMs > policy.maxGapMs) {
    throw new AttemptFault(
      'disk/backup-too-large',
      `a backup of ${estimate.bytes} bytes would stop the node for ${estimate.durationMs} ms, over ${policy.maxGapMs}`,
    );
  }
  const images = attempt.next.members.map((member) => imageOf(member, policy.registryHost));
  const here = await Promise.all(images.map((image) => runtime.hasImage(image)));
  const bytes = here.every(Boolean) ? 0 : (await verifier.verify(attempt.release, signal)).bytes;
  const needed = Math.ceil(DISK_FACTOR * (bytes + estimate.bytes));
  const free = await runtime.freeBytes();
  if (free < needed) throw new AttemptFault('disk/full', `${free} bytes are free, ${needed} are needed`);
  return bytes;
}

async function anyRuns({ runtime }: AttemptDeps, set: NodeSet): Promise<boolean> {
  for (const { containerId } of healthSubjects(set)) {
    const status = await runtime.inspect(containerId);
    if (status && isRunning(status)) return true;
  }
  return false;
}

async function probe({ health }: AttemptDeps, set: NodeSet, signal: AbortSignal): Promise<HealthReport> {
  return health.probe(healthSubjects(set), signal);
}

import { faultOf } from '../attempt/attempt-fault.ts';
import { startCommitted } from '../attempt/phases/roll-back.ts';
import { NO_DISCARDS } from '../durable/memory.ts';
import { assertOthersStopped } from '../sets/barrier.ts';
import { imageOf } from '../sets/member-container.ts';
import { containerIdsOf, imagesOf } from '../sets/node-set.ts';
import { type Executor, type StepDeps } from './executor.ts';

const STOP_TIMEOUT_S = 30;

export const stopContainer: Executor<'stop-container'> = async ({ runtime, logger }, { id, why }) => {
  logger.error({ container: id, why }, 'stopping a container that must not run');
  await runtime.stop(id, STOP_TIMEOUT_S);
  return true;
};

export const removeContainer: Executor<'remove-container'> = async ({ runtime }, { id }) => {
  await runtime.remove(id);
  return true;
};

export const renameContainer: Executor<'rename-container'> = async ({ runtime }, { id, name }) => {
  await runtime.rename(id, name);
  return true;
};

export const setRestartPolicy: Executor<'set-restart-policy'> = async ({ runtime }, { id }) => {
  await runtime.setRestartPolicy(id, 'unless-stopped');
  return true;
};

/**
 * Brings up what a node at rest should run. A set that will not start must not keep a better release away, so that a
 * fault is told and not thrown.
 */
export const restartCommitted: Executor<'start-committed'> = async (deps) => {
  try {
    const set = await startCommitted(deps);
    for (const id of containerIdsOf(set)) await deps.runtime.setRestartPolicy(id, 'unless-stopped');
    deps.logger.warn({ release: set.releaseId }, 'committed set started again');
    return true;
  } catch (error) {
    deps.logger.error({ err: error, code: faultOf(error).code }, 'committed set does not start');
    return false;
  }
};

export const startFound: Executor<'start-found'> = async (deps, { ids }) => {
  const { journal, logger, policy, runtime } = deps;
  await assertOthersStopped(runtime, journal.memory, policy.templates, ids);
  for (const id of ids) await runtime.start(id);
  logger.warn({ containers: ids }, 'node started without a memory');
  return false;
};

export const pinImages: Executor<'pin-images'> = async ({ journal, policy, runtime }) => {
  const { committed, kept } = journal.memory;
  for (const set of [...(committed ? [committed] : []), ...kept]) {
    for (const member of set.members) {
      const image = imageOf(member, policy.registryHost);
      if (await runtime.hasImage(image)) await runtime.pin(image);
    }
  }
  return false;
};

/** Clears what nothing uses any more; what is in use again is only taken off the list. */
export const clearDiscards: Executor<'clear-discards'> = async (deps) => {
  const { backups, journal, policy, runtime } = deps;
  const { committed, discards, kept } = journal.memory;
  const sets = [...(committed ? [committed] : []), ...kept];
  const inUse = new Set([
    ...sets.flatMap(containerIdsOf),
    ...sets.flatMap((set) => set.members.flatMap((member) => Object.values(member.volumes))),
    ...sets.flatMap((set) => imagesOf(set).map(imageKey)),
  ]);
  for (const id of discards.containers) {
    if (!inUse.has(id) && (await runtime.inspect(id))) await runtime.remove(id);
  }
  for (const volume of discards.volumes) if (!inUse.has(volume)) await runtime.removeVolume(volume);
  for (const image of discards.images) {
    if (!inUse.has(imageKey(image))) await runtime.unpin({ host: policy.registryHost, ...image });
  }
  for (const attemptId of discards.backups) await backups.discard(attemptId);
  journal.write((memory) => ({ ...memory, discards: NO_DISCARDS }));
  return false;
};

function imageKey({ repository, digest }: StepImage): string {
  return `${repository}@${digest}`;
}

type StepImage = StepDeps['journal']['memory']['discards']['images'][number];

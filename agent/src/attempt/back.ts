import { type AttemptId, type FailureCode, type Ms } from '@noderr/protocol';
import { after, elapsedMs } from '../clock.ts';
import { type Memory, withSets } from '../durable/memory.ts';
import { containerIdsOf, imagesOf, type NodeSet, withoutContainers, withVolumes } from '../sets/node-set.ts';
import { type BackupRecord } from './backup-store.ts';
import { discarding } from './discard.ts';
import { endAttempt, enterAttemptState, enterState, type Stamp } from './enter.ts';
import { type Fault, isNobodysFault } from './forward.ts';
import { type RollingBack, type StateOf } from './machine-state.ts';

type In<Name extends Memory['state']['name']> = Memory & { state: StateOf<Name> };

/** The verdict against the new set, or the end of an attempt that had already stopped the old one. */
export function turnBack(
  memory: In<'backing-up' | 'swapping' | 'validating'>,
  fault: Fault,
  timeoutMs: number,
  { now, instant }: Stamp,
): Memory {
  const from = memory.state;
  const state: RollingBack = {
    name: 'rolling-back',
    attempt: from.attempt,
    since: now,
    phase: 'stopping',
    baseline: from.baseline,
    backup: from.name === 'backing-up' ? null : from.backup,
    downSince: from.name === 'validating' ? null : from.downSince,
    newStarted: from.name === 'validating' || (from.name === 'swapping' && from.newStarting),
    verdictAt: now,
    verdict: instant,
    deadline: after(instant, timeoutMs),
    code: fault.code,
    detail: fault.detail.slice(0, 500),
    logTail: fault.logTail.slice(-4096),
  };
  return enterAttemptState(memory, 'turnBack', state, fault.detail);
}

/** No container of the new set runs any more, and none of it is left to be started by a late request. */
export function newStopped(memory: In<'rolling-back'>, newEverRan: boolean, logTail: string, { now }: Stamp): Memory {
  const { state } = memory;
  const newStarted = state.newStarted && newEverRan;
  const attempt = { ...state.attempt, next: withoutContainers(state.attempt.next) };
  const stopped: RollingBack = { ...state, attempt, since: now, newStarted, logTail: logTail.slice(-4096) };
  return backupToRestore(stopped)
    ? enterAttemptState(memory, 'newStopped', { ...stopped, phase: 'restoring' }, 'restoring the data')
    : enterAttemptState(memory, 'newStopped', { ...stopped, phase: 'starting' }, 'starting the kept set');
}

/** Data goes back only where the release says so, and only when it may have been touched. */
function backupToRestore({ attempt, backup, newStarted }: RollingBack): BackupRecord | null {
  const touched = newStarted && attempt.direction === 'up' && attempt.next.data !== 'compatible';
  return touched ? backup : null;
}

/** The restore that `loseOld` left undone is made up for. */
export function dataRescued(
  memory: In<'stuck'>,
  attemptId: AttemptId,
  committed: NodeSet,
  volumes: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Memory {
  const next = discarding(onFreshVolumes(memory, committed, volumes), { backups: [attemptId] });
  return enterState(next, 'dataRescued', { ...memory.state, restore: null });
}

/** The data lies in fresh volumes; the old containers, bound to the bad ones, have to be made anew. */
export function dataRestored(
  memory: In<'rolling-back'>,
  committed: NodeSet,
  volumes: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { now }: Stamp,
): Memory {
  const next = onFreshVolumes(memory, committed, volumes);
  return enterAttemptState(next, 'dataRestored', { ...memory.state, since: now, phase: 'restored' }, 'data restored');
}

function onFreshVolumes(
  memory: Memory,
  committed: NodeSet,
  volumes: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Memory {
  const replaced = committed.members.flatMap((member) =>
    Object.keys(volumes[member.service] ?? {}).flatMap((path) => member.volumes[path] ?? []),
  );
  const cleared = discarding(memory, { containers: containerIdsOf(committed) });
  return {
    ...withSets(cleared, withVolumes(committed, volumes), memory.kept),
    badVolumes: [...memory.badVolumes, ...replaced],
  };
}

export function oldRecreated(memory: In<'rolling-back'>, committed: NodeSet, { now }: Stamp): Memory {
  const next = withSets(memory, committed, memory.kept);
  const state: RollingBack = { ...memory.state, since: now, phase: 'starting' };
  return enterAttemptState(next, 'oldRecreated', state, 'starting the old set on its restored data');
}

/** The old set runs again; `sick` says that it runs but is worse than it was before the swap. */
export function comeBack(
  memory: In<'rolling-back'>,
  committed: NodeSet,
  sick: boolean,
  { now, instant }: Stamp,
): Memory {
  const { state } = memory;
  const ended = endAttempt(
    memory,
    'comeBack',
    { name: 'idle', since: now },
    {
      outcome: sick ? 'failed' : state.newStarted ? 'rolled-back' : isNobodysFault(state.code) ? 'aborted' : 'failed',
      code: state.code,
      detail: sick ? `the old set runs but is worse than before: ${state.detail}` : state.detail,
      logTail: state.logTail,
      serviceGapMs: elapsedMs(state.downSince ?? state.verdict, instant),
      rollbackMs: state.newStarted && !sick ? elapsedMs(state.verdict, instant) : null,
    },
  );
  const cleared = discarding(ended, { images: imagesOf(state.attempt.next), backups: [state.attempt.id] });
  return withSets(cleared, committed, memory.kept);
}

/** The old set could not be brought back in time: the attempt ends, bringing the node back goes on for ever. */
export function loseOld(memory: In<'rolling-back'>, code: FailureCode, { now }: Stamp): Memory {
  const { state } = memory;
  const { attempt } = state;
  const record = state.phase === 'stopping' || state.phase === 'restoring' ? backupToRestore(state) : null;
  const restore = record && { record, attemptId: attempt.id };
  const cleared = discarding(memory, { images: imagesOf(attempt.next), backups: restore ? [] : [attempt.id] });
  return endAttempt(
    cleared,
    'loseOld',
    { name: 'stuck', since: now, code, attempt: null, tries: 0, restore },
    {
      outcome: 'failed',
      code: state.code,
      detail: `the old set could not be started again (${code}): ${state.detail}`,
      logTail: state.logTail,
      serviceGapMs: null,
      rollbackMs: null,
    },
  );
}

export function rescueFailed(memory: In<'stuck'>, code: FailureCode): Memory {
  const { state } = memory;
  return enterState(memory, 'rescueFailed', { ...state, code, tries: state.tries + 1 });
}

export function rescued(memory: In<'stuck'>, committed: NodeSet | null, now: Ms): Memory {
  return enterState(withSets(memory, committed, memory.kept), 'rescued', { name: 'idle', since: now });
}

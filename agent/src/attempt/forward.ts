import { type FailureCode, type Ms } from '@noderr/protocol';
import { after, elapsedMs, type Instant } from '../clock.ts';
import { type Memory, withSets } from '../durable/memory.ts';
import { containerIdsOf, imagesOf, type NodeSet, volumesLeftBehind, withVolumes } from '../sets/node-set.ts';
import { type AttemptRecord } from './attempt-record.ts';
import { type BackupRecord } from './backup-store.ts';
import { discarding } from './discard.ts';
import { endAttempt, enterAttemptState, type Stamp } from './enter.ts';
import { type HealthReport } from './health-check.ts';
import { type AttemptState, type StateOf, type Swapping } from './machine-state.ts';

export const MAX_KEPT_SETS = 3;

type In<Name extends Memory['state']['name']> = Memory & { state: StateOf<Name> };

export function beginAttempt(memory: Memory, attempt: AttemptRecord, { now }: Stamp): Memory {
  const state = { name: 'verifying', attempt, since: now } as const;
  return enterAttemptState(memory, 'beginAttempt', state, 'checking the signatures of the release');
}

/** A move down onto a kept set: it was verified when it came, and needs no registry now. */
export function beginDescent(memory: Memory, attempt: AttemptRecord, { now }: Stamp): Memory {
  const state = { name: 'downloading', attempt, since: now } as const;
  return enterAttemptState(memory, 'beginDescent', state, 'making the kept containers ready');
}

export function verified(memory: In<'verifying'>, { now }: Stamp): Memory {
  const state = { name: 'downloading', attempt: memory.state.attempt, since: now } as const;
  return enterAttemptState(memory, 'verified', state, 'pulling the images by digest');
}

/** The new containers are created (or will be after a restore); from here on the old set is touched. */
export function prepared(
  memory: In<'downloading'>,
  next: NodeSet,
  baseline: HealthReport | null,
  oldRuns: boolean,
  { now, instant }: Stamp,
): Memory {
  const attempt = { ...memory.state.attempt, next };
  const state = { name: 'backing-up', attempt, since: now, baseline, downSince: oldRuns ? instant : null } as const;
  return enterAttemptState(memory, 'prepared', state, 'stopping the old set and backing up its data');
}

export function backedUp(
  memory: In<'backing-up'>,
  backup: BackupRecord | null,
  downSince: Instant | null,
  { now }: Stamp,
): Memory {
  const { attempt, baseline } = memory.state;
  const state: Swapping = {
    name: 'swapping',
    attempt,
    since: now,
    baseline,
    downSince,
    backup,
    newStarting: false,
  };
  return enterAttemptState(memory, 'backedUp', state, 'the old set is stopped');
}

/** A move down: the data of the older release is back, in fresh volumes of the set that is going to start. */
export function restoredForDescent(
  memory: In<'swapping'>,
  volumes: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { now }: Stamp,
): Memory {
  const { state } = memory;
  const attempt = { ...state.attempt, next: withVolumes(state.attempt.next, volumes), restore: null };
  const replaced = discarding(memory, { containers: containerIdsOf(state.attempt.next) });
  return enterAttemptState(replaced, 'restoredForDescent', { ...state, attempt, since: now }, 'data restored');
}

/** Written before the first start: whoever reads it after a crash knows that the new set may have run. */
export function startNew(memory: In<'swapping'>, next: NodeSet, { now }: Stamp): Memory {
  const { state } = memory;
  const attempt = { ...state.attempt, next };
  const entered: Swapping = { ...state, attempt, since: now, newStarting: true };
  return enterAttemptState(memory, 'startNew', entered, 'starting the new set');
}

export function newStarted(memory: In<'swapping'>, timeoutMs: number, { now, instant }: Stamp): Memory {
  const { attempt, baseline, backup, downSince } = memory.state;
  const gapMs = downSince === null ? null : elapsedMs(downSince, instant);
  const deadline = after(instant, timeoutMs);
  const state = { name: 'validating', attempt, since: now, baseline, backup, deadline, gapMs } as const;
  return enterAttemptState(memory, 'newStarted', state, 'the new set runs, checking its health');
}

/** The one write that makes the new set the node's own; names, policies and pins follow at the next tick. */
export function commit(memory: In<'validating'>, { now }: Stamp): Memory {
  const { attempt, backup, gapMs } = memory.state;
  const old = memory.committed;
  const ended = endAttempt(
    memory,
    'commit',
    { name: 'idle', since: now },
    {
      outcome: 'committed',
      code: null,
      detail: '',
      logTail: '',
      serviceGapMs: gapMs,
      rollbackMs: null,
    },
  );
  const kept = keptAfter(memory, attempt);
  const left = [...memory.kept, ...(old ? [old] : [])].filter(
    (set) => !kept.includes(set) && set.releaseId !== attempt.to,
  );
  const cleared = discarding(ended, {
    containers: left.flatMap(containerIdsOf),
    volumes: [...memory.badVolumes, ...left.flatMap((set) => volumesLeftBehind(set, attempt.next))],
    images: left.flatMap(imagesOf),
  });
  return { ...withSets(cleared, attempt.next, kept), badVolumes: [], unsealed: backup ?? memory.unsealed };
}

function keptAfter(memory: Memory, attempt: AttemptRecord): NodeSet[] {
  const others = memory.kept.filter((set) => set.releaseId !== attempt.to);
  if (attempt.direction === 'down') return others.filter((set) => set.releaseId < attempt.to);
  const old = memory.committed;
  if (!old) return others.slice(0, MAX_KEPT_SETS);
  return [old, ...others.filter((set) => set.releaseId !== old.releaseId)].slice(0, MAX_KEPT_SETS);
}

export interface Fault {
  code: FailureCode;
  detail: string;
  logTail: string;
}

const NOBODYS_FAULT: ReadonlySet<FailureCode> = new Set(['paused', 'held', 'superseded', 'interrupted']);

export function isNobodysFault(code: FailureCode): boolean {
  return NOBODYS_FAULT.has(code);
}

/** Ends an attempt that never touched the old set; the caller has removed what it had created. */
export function giveUp(memory: Memory & { state: AttemptState }, fault: Fault, now: Ms): Memory {
  const images = imagesOf(memory.state.attempt.next);
  return endAttempt(
    discarding(memory, { images }),
    'giveUp',
    { name: 'idle', since: now },
    {
      outcome: isNobodysFault(fault.code) ? 'aborted' : 'failed',
      code: fault.code,
      detail: fault.detail,
      logTail: fault.logTail,
      serviceGapMs: null,
      rollbackMs: null,
    },
  );
}

/** There is nothing to return to: what was installed first stays, unhealthy, and is tried again from there. */
export function keepFirstInstall(memory: In<'swapping' | 'validating'>, fault: Fault, now: Ms): Memory {
  const { attempt } = memory.state;
  const ended = endAttempt(
    memory,
    'keepFirstInstall',
    { name: 'idle', since: now },
    {
      outcome: 'failed',
      code: fault.code,
      detail: fault.detail,
      logTail: fault.logTail,
      serviceGapMs: null,
      rollbackMs: null,
    },
  );
  return withSets(ended, attempt.next, memory.kept);
}

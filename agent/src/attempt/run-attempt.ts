import { type FailureCode } from '@noderr/protocol';
import { type Memory } from '../durable/memory.ts';
import { type AttemptDeps } from './attempt-deps.ts';
import { faultOf } from './attempt-fault.ts';
import { loseOld, turnBack } from './back.ts';
import { type Fault, giveUp, keepFirstInstall } from './forward.ts';
import { type AttemptState, isInAttempt } from './machine-state.ts';
import { backUp } from './phases/back-up.ts';
import { type Change, inState, stampOf } from './phases/phase.ts';
import { prepare } from './phases/prepare.ts';
import { rollBack } from './phases/roll-back.ts';
import { swap } from './phases/swap.ts';
import { validate } from './phases/validate.ts';
import { verify } from './phases/verify.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

export interface AttemptSignals {
  /** Aborted with an AttemptFault when the chain, the hub or the operator calls it off. */
  calledOff: AbortSignal;
  /** Aborted when the process ends: what runs is left as it is, what is stopped is brought back first. */
  closing: AbortSignal;
}

/** Runs the attempt that is journaled to its outcome; each transition is durable before the next phase acts. */
export async function runAttempt(deps: AttemptDeps, { calledOff, closing }: AttemptSignals): Promise<void> {
  const { journal } = deps;
  const signal = AbortSignal.any([calledOff, closing]);
  for (let { state } = journal.memory; isInAttempt(state); { state } = journal.memory) {
    if (closing.aborted && state.name === 'validating') return;
    if (state.name === 'rolling-back') {
      await rollBackUntilDone(deps, closing);
      if (closing.aborted) return;
      continue;
    }
    const change = await changeOf(deps, state, signal, closing);
    if (!change) return;
    journal.write(change);
  }
}

async function changeOf(
  deps: AttemptDeps,
  state: Exclude<AttemptState, { name: 'rolling-back' }>,
  signal: AbortSignal,
  closing: AbortSignal,
): Promise<Change | null> {
  try {
    signal.throwIfAborted();
    return await forward(deps, state, signal);
  } catch (error) {
    if (closing.aborted && state.name === 'validating') return null;
    const fault = closing.aborted ? CLOSING : faultOf(error);
    deps.logger.warn({ err: error, state: state.name, code: fault.code, to: state.attempt.to }, 'attempt turned');
    return afterFault(deps, fault);
  }
}

const CLOSING: Fault = { code: 'interrupted', detail: 'the agent was stopped', logTail: '' };

function forward(
  deps: AttemptDeps,
  state: Exclude<AttemptState, { name: 'rolling-back' }>,
  signal: AbortSignal,
): Promise<Change> {
  switch (state.name) {
    case 'verifying':
      return verify(deps, state, signal);
    case 'downloading':
      return prepare(deps, state, signal);
    case 'backing-up':
      return backUp(deps, state, signal);
    case 'swapping':
      return swap(deps, state, signal);
    case 'validating':
      return validate(deps, state, signal);
  }
}

/** Where a fault leads: before the stop the attempt just ends, after it the old set comes back. */
export function afterFault(deps: Pick<AttemptDeps, 'clock' | 'policy'>, fault: Fault): Change {
  return (memory) => {
    const { state } = memory;
    const stamp = stampOf(deps);
    switch (state.name) {
      case 'verifying':
      case 'downloading':
        return giveUp({ ...memory, state }, fault, stamp.now);
      case 'backing-up':
        if (!memory.committed) return giveUp({ ...memory, state }, fault, stamp.now);
        return turnBack({ ...memory, state }, fault, deps.policy.rollbackTimeoutMs, stamp);
      case 'swapping':
        if (memory.committed) return turnBack({ ...memory, state }, fault, deps.policy.rollbackTimeoutMs, stamp);
        if (!state.newStarting) return giveUp({ ...memory, state }, fault, stamp.now);
        return keepFirstInstall({ ...memory, state }, fault, stamp.now);
      case 'validating':
        if (memory.committed) return turnBack({ ...memory, state }, fault, deps.policy.rollbackTimeoutMs, stamp);
        return keepFirstInstall({ ...memory, state }, fault, stamp.now);
      case 'idle':
      case 'unmanaged':
      case 'rolling-back':
      case 'stuck':
        throw new Error(`no fault can turn ${state.name}`);
    }
  };
}

/** Nothing calls a way back off; what fails is tried again until the rollback's own deadline. */
async function rollBackUntilDone(deps: AttemptDeps, closing: AbortSignal): Promise<void> {
  const { clock, journal, logger, policy } = deps;
  const never = new AbortController().signal;
  const began = clock.monotonic();
  let told: FailureCode | null = null;
  for (let pause = FIRST_RETRY_MS; journal.memory.state.name === 'rolling-back';) {
    const step = await tryRollBack(deps, never);
    if (step.ok) {
      journal.write(step.change);
      pause = FIRST_RETRY_MS;
      continue;
    }
    const { code } = step.fault;
    logger[code === told ? 'debug' : 'error']({ err: step.error, code }, 'rollback hindered');
    told = code;
    if (isOverdue(journal.memory, began.ms, deps)) {
      journal.write((memory) => loseOld(inState(memory, 'rolling-back'), code, stampOf(deps)));
      return;
    }
    if (closing.aborted) return;
    await clock.sleep(Math.min(pause, policy.rollbackTimeoutMs), never);
    pause = Math.min(LAST_RETRY_MS, pause * 2);
  }
}

async function tryRollBack(
  deps: AttemptDeps,
  signal: AbortSignal,
): Promise<{ ok: true; change: Change } | { ok: false; error: unknown; fault: Fault }> {
  try {
    return { ok: true, change: await rollBack(deps, inState(deps.journal.memory, 'rolling-back').state, signal) };
  } catch (error) {
    return { ok: false, error, fault: faultOf(error) };
  }
}

function isOverdue(memory: Memory, beganMs: number, { clock, policy }: AttemptDeps): boolean {
  const now = clock.monotonic();
  const { deadline } = inState(memory, 'rolling-back').state;
  // after a reboot of the host the deadline means nothing: count from when this process began
  const end = deadline.boot === now.boot ? deadline.ms : beganMs + policy.rollbackTimeoutMs;
  return now.ms >= end;
}

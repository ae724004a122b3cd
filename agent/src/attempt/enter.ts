import { eventId, type FailureCode, type Ms, type Outcome, type OutcomeEvent, type StateEvent } from '@noderr/protocol';
import { type Instant } from '../clock.ts';
import { type Memory } from '../durable/memory.ts';
import { type AttemptRecord } from './attempt-record.ts';
import { type AttemptState, type MachineState } from './machine-state.ts';
import { remembered } from './remember.ts';
import { assertTransition, type TransitionName } from './transition-table.ts';

/** When a transition happens, on both clocks. */
export interface Stamp {
  now: Ms;
  instant: Instant;
}

export interface Ending {
  outcome: Outcome;
  code: FailureCode | null;
  detail: string;
  logTail: string;
  serviceGapMs: number | null;
  rollbackMs: number | null;
}

/** Enters a state within an attempt, and says so in the attempt's next event. */
export function enterAttemptState(
  memory: Memory,
  transition: TransitionName,
  state: AttemptState,
  detail: string,
): Memory {
  assertTransition(transition, memory.state.name, state.name);
  const { attempt } = state;
  const event: StateEvent = {
    ...eventHead(memory, attempt, state.since),
    kind: 'state',
    state: state.name,
    detail: detail.slice(0, 500),
  };
  const counted = { ...attempt, nextEvent: attempt.nextEvent + 1 };
  return { ...memory, state: { ...state, attempt: counted }, outgoing: [...memory.outgoing, event] };
}

/** Leaves the attempt: its one outcome event, and what is to be remembered of it, in the same write. */
export function endAttempt(
  memory: Memory & { state: AttemptState },
  transition: TransitionName,
  state: Extract<MachineState, { name: 'idle' | 'stuck' }>,
  ending: Ending,
): Memory {
  assertTransition(transition, memory.state.name, state.name);
  const { attempt } = memory.state;
  const event: OutcomeEvent = {
    ...eventHead(memory, attempt, state.since),
    kind: 'outcome',
    outcome: ending.outcome,
    code: ending.code,
    detail: ending.detail.slice(0, 500),
    logTail: ending.logTail.slice(-4096),
    serviceGapMs: ending.serviceGapMs,
    rollbackMs: ending.rollbackMs,
    durationMs: Math.max(0, state.since - attempt.startedAt),
  };
  const remembering = remembered(memory, attempt, ending.code, state.since);
  return { ...remembering, state, outgoing: [...memory.outgoing, event] };
}

/** Enters a state outside of any attempt. */
export function enterState(
  memory: Memory,
  transition: TransitionName,
  state: Exclude<MachineState, AttemptState>,
): Memory {
  assertTransition(transition, memory.state.name, state.name);
  return { ...memory, state };
}

function eventHead(memory: Memory, attempt: AttemptRecord, at: Ms): Omit<StateEvent, 'kind' | 'state' | 'detail'> {
  const { id: attemptId, nextEvent: n, seq, rolloutId, from, to } = attempt;
  const tier = attempt.tier;
  const { nodeId } = memory;
  return { id: eventId(nodeId, attemptId, n), nodeId, attemptId, n, at, tier, seq, rolloutId, from, to };
}

import { type Memory } from '../../durable/memory.ts';
import { type Stamp } from '../enter.ts';
import { type AttemptDeps } from '../attempt-deps.ts';
import { type AttemptState } from '../machine-state.ts';
import { type MemberPlace } from '../../sets/member-container.ts';

/** What a phase did, as the change of memory that has to be written before anything follows from it. */
export type Change = (memory: Memory) => Memory;

/** One phase of an attempt: acts, and returns the transition out of it. A fault ends or turns the attempt. */
export type Phase<State extends AttemptState> = (
  deps: AttemptDeps,
  state: State,
  signal: AbortSignal,
) => Promise<Change>;

export function stampOf({ clock }: Pick<AttemptDeps, 'clock'>): Stamp {
  return { now: clock.now(), instant: clock.monotonic() };
}

export function placeOf({ runtime, journal, policy }: AttemptDeps): MemberPlace {
  const { nodeId, discards } = journal.memory;
  return { runtime, nodeId, registryHost: policy.registryHost, discarded: discards.containers };
}

/** Memory that is known to be in a state, because nothing but the running attempt changes it. */
export function inState<Name extends Memory['state']['name']>(
  memory: Memory,
  name: Name,
): Memory & { state: Extract<Memory['state'], { name: Name }> } {
  if (!isIn(memory, name)) throw new Error(`expected to be ${name}, not ${memory.state.name}`);
  return memory;
}

function isIn<Name extends Memory['state']['name']>(
  memory: Memory,
  name: Name,
): memory is Memory & { state: Extract<Memory['state'], { name: Name }> } {
  return memory.state.name === name;
}

import { type Attempt, type AgentState } from '@noderr/protocol';
import { type AttemptRecord } from '../attempt/attempt-record.ts';
import { type MachineState } from '../attempt/machine-state.ts';

/** The machine's state as the protocol tells it. */
export function agentStateOf(state: MachineState): AgentState {
  switch (state.name) {
    case 'idle':
      return { name: 'idle', since: state.since };
    case 'unmanaged':
      return { name: 'unmanaged', since: state.since, reason: state.reason };
    case 'verifying':
    case 'downloading':
    case 'backing-up':
    case 'swapping':
    case 'validating':
      return { name: state.name, since: state.since, attempt: attemptOf(state.attempt) };
    case 'rolling-back': {
      const { name, since, phase, verdictAt, code } = state;
      return { name, since, phase, verdictAt, code, attempt: attemptOf(state.attempt) };
    }
    case 'stuck': {
      const { name, since, code, attempt } = state;
      return { name, since, code, attempt };
    }
  }
}

function attemptOf({ id, from, to, rolloutId, seq, startedAt }: AttemptRecord): Attempt {
  return { id, from, to, rolloutId, seq, startedAt };
}

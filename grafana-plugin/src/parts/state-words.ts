import type { AgentState } from '@noderr/protocol';
import { agentStateWords, rollingBackWords } from '../strings/nodes.ts';

/** What an agent is doing, in words. */
export function stateWords(state: AgentState): string {
  switch (state.name) {
    case 'rolling-back':
      return `${agentStateWords[state.name]}: ${rollingBackWords[state.phase]}`;
    case 'stuck':
      return `${agentStateWords[state.name]}: ${state.code}`;
    case 'unmanaged':
      return `${agentStateWords[state.name]}: ${state.reason}`;
    default:
      return agentStateWords[state.name];
  }
}

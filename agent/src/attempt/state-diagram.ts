import { AGENT_STATE_NAMES, type AgentStateName } from '@noderr/protocol';
import { TRANSITIONS } from './transition-table.ts';

/** The transition table as a Mermaid diagram; edges between the same two states share one arrow. */
export function stateDiagram(): string {
  const edges = new Map<string, string[]>();
  for (const [name, { from, to }] of Object.entries(TRANSITIONS)) {
    for (const start of from) {
      const edge = `${idOf(start)} --> ${idOf(to)}`;
      edges.set(edge, [...(edges.get(edge) ?? []), name]);
    }
  }
  const states = AGENT_STATE_NAMES.map((name) => `state "${name}" as ${idOf(name)}`);
  const arrows = [...edges].map(([edge, names]) => `${edge}: ${names.join(', ')}`);
  return ['stateDiagram-v2', ...[...states, '[*] --> idle', ...arrows].map((line) => `  ${line}`), ''].join('\n');
}

/** Mermaid takes no dashes in the name of a state. */
function idOf(state: AgentStateName): string {
  return state.replaceAll('-', '_');
}

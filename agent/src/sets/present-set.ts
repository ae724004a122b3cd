import { type Memory } from '../durable/memory.ts';
import { type NodeSet } from './node-set.ts';

/** The set whose services are the node's own now: a new one as soon as it is validated. */
export function presentSet({ committed, state }: Memory): NodeSet | null {
  return state.name === 'validating' ? state.attempt.next : committed;
}

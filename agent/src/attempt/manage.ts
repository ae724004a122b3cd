import { type Ms } from '@noderr/protocol';
import { type Memory, withSets } from '../durable/memory.ts';
import { type NodeSet } from '../sets/node-set.ts';
import { enterState } from './enter.ts';

/** What runs here is not ours to touch. */
export function findUnmanaged(memory: Memory, reason: string, now: Ms): Memory {
  const { state } = memory;
  const since = state.name === 'unmanaged' ? state.since : now;
  return enterState(memory, 'findUnmanaged', { name: 'unmanaged', since, reason: reason.slice(0, 200) });
}

/** The foreign containers are gone: the node is free for a first install. */
export function nothingThere(memory: Memory, now: Ms): Memory {
  return enterState(memory, 'nothingThere', { name: 'idle', since: now });
}

/** Takes running containers over as they are: as a release of the chain, or as 0 where it does not know them. */
export function adopt(memory: Memory, set: NodeSet, now: Ms): Memory {
  return enterState(withSets(memory, set, memory.kept), 'adopt', { name: 'idle', since: now });
}

import { type Directive } from './directive.ts';
import { isReleaseFault } from './failure-code.ts';
import { NODE_PLACES, type NodePlace, type PlaceCounts, type RolloutNode } from './rollout-view.ts';

/** Where an expected node stands in the present rollout or rollback of its tier; the first that matches. */
export function placeOf(node: RolloutNode, directive: Pick<Directive, 'target'>): NodePlace {
  const onTarget = directive.target > 0 && node.committed === directive.target;
  if (node.unmanaged) return 'unmanaged';
  if (node.silent) return 'silent';
  if (node.updating) return 'updating';
  if (!onTarget && node.outcome?.outcome === 'rolled-back') return 'rolledBack';
  if (!onTarget && hasFailed(node)) return 'failed';
  if (onTarget && node.unhealthy) return 'unhealthy';
  if (onTarget) return 'updated';
  if (node.cannotFollow) return 'cannotFollow';
  if (node.held) return 'held';
  if (node.deferred) return 'deferred';
  return 'pending';
}

/** Failed by a fault of the release; an environment fault is tried again and leaves the node pending. */
function hasFailed(node: RolloutNode): boolean {
  return node.outcome?.outcome === 'failed' && node.outcome.code !== null && isReleaseFault(node.outcome.code);
}

export function emptyPlaceCounts(): PlaceCounts {
  return Object.fromEntries(NODE_PLACES.map((place) => [place, 0])) as PlaceCounts;
}

export function countPlaces(places: Iterable<NodePlace>): PlaceCounts {
  const counts = emptyPlaceCounts();
  for (const place of places) counts[place] += 1;
  return counts;
}

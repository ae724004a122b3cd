import { isInAttempt } from '../attempt/machine-state.ts';
import { type Memory } from '../durable/memory.ts';
import { type NodeSet } from '../sets/node-set.ts';
import { presentSet } from '../sets/present-set.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { type LoggedContainer } from './logs/service-logs.ts';
import { type ScrapeTarget } from './scrape/scraper.ts';

/** Where the services that are the node's own now tell their metrics, by the operator's template of today. */
export function scrapeTargets(memory: Memory, templates: readonly ServiceTemplate[]): ScrapeTarget[] {
  return (presentSet(memory)?.members ?? []).flatMap(({ service, containerId }) => {
    const metrics = templates.find((template) => template.service === service)?.metrics;
    return containerId === null || metrics === undefined ? [] : [{ service, containerId, ...metrics }];
  });
}

/** All containers of the node: of the committed set, of the one that is to take its place, and of those that are kept. */
export function loggedContainers({ committed, kept, state }: Memory): LoggedContainer[] {
  const present = [...(committed ? [committed] : []), ...(isInAttempt(state) ? [state.attempt.next] : [])];
  const all = [...containersOf(present, 'present'), ...containersOf(kept, 'kept')];
  // in a move down a kept set is the one that is to come
  return [...new Map(all.reverse().map((container) => [container.containerId, container])).values()];
}

function containersOf(sets: readonly NodeSet[], role: LoggedContainer['role']): LoggedContainer[] {
  return sets.flatMap(({ members }) =>
    members.flatMap(({ service, containerId }) => (containerId === null ? [] : [{ service, containerId, role }])),
  );
}

import { type Running } from './sight.ts';
import { type Violation } from './violation.ts';

export interface WatchedNode {
  name: string;
  nodeId: string;
}

/** What was seen at one poll. */
export interface Look {
  /** Epoch milliseconds. */
  at: number;
  running: readonly Running[];
  /** Node ids whose agent, and what it needs to run a container, are there. */
  ableNodes: ReadonlySet<string>;
}

/** The verdict over all polls so far: pure but for its own memory, so that every case can be told from its looks. */
export interface Watch {
  /** What became wrong with this look; what goes on being wrong is told once. */
  observe(look: Look): Violation[];
}

/** @param downBoundMs how long a node whose agent is there may run nothing */
export function createWatch(nodes: readonly WatchedNode[], downBoundMs: number): Watch {
  const doubled = new Set<string>();
  const excusedAt = new Map<string, number>();
  const told = new Set<string>();
  const everRan = new Set<string>();

  function doubleRuns({ name, nodeId }: WatchedNode, { at, running }: Look): Violation[] {
    const violations: Violation[] = [];
    const own = running.filter((entry) => entry.nodeId === nodeId);
    for (const service of new Set(own.map((entry) => entry.service))) {
      const key = `${nodeId}/${service}`;
      const processes = own.filter((entry) => entry.service === service);
      if (processes.length < 2) {
        doubled.delete(key);
      } else if (!doubled.has(key)) {
        doubled.add(key);
        violations.push({
          ...{ kind: 'double-run', at, node: name, containers: processes.map((entry) => entry.container) },
          detail: `${processes.length} of ${service} run at once: processes ${processes.map((entry) => entry.pid).join(', ')}`,
        });
      }
    }
    if (own.length === 0) for (const key of doubled) if (key.startsWith(`${nodeId}/`)) doubled.delete(key);
    return violations;
  }

  function down({ name, nodeId }: WatchedNode, { at, running, ableNodes }: Look): Violation[] {
    const runs = running.some((entry) => entry.nodeId === nodeId);
    if (runs) everRan.add(nodeId);
    if (runs || !ableNodes.has(nodeId) || !everRan.has(nodeId)) {
      excusedAt.set(nodeId, at);
      told.delete(nodeId);
      return [];
    }
    const downMs = at - (excusedAt.get(nodeId) ?? at);
    if (downMs <= downBoundMs || told.has(nodeId)) return [];
    told.add(nodeId);
    const detail = `nothing has run for ${Math.round(downMs / 1000)} s while its agent was there`;
    return [{ kind: 'lost-container', at, node: name, containers: [], detail }];
  }

  return {
    observe: (look) => nodes.flatMap((node) => [...doubleRuns(node, look), ...down(node, look)]),
  };
}

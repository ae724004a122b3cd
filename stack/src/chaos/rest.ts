import { setTimeout as delay } from 'node:timers/promises';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type FactsDeps, gatherFacts } from './node-facts.ts';
import { unrestOf } from './unrest.ts';
import { type Violation } from './violation.ts';

const POLL_MS = 500;

/** Waits until every node is at rest with all its containers accounted for; those that are not in time are violations. */
export async function awaitRest(fleet: readonly FleetNode[], withinMs: number, deps: FactsDeps): Promise<Violation[]> {
  const violations = await Promise.all(fleet.map((node) => awaitNode(node, performance.now() + withinMs, deps)));
  return violations.flat();
}

async function awaitNode(node: FleetNode, deadline: number, deps: FactsDeps): Promise<Violation[]> {
  for (;;) {
    const unrest = await gatherFacts(node, deps).then(unrestOf, String);
    if (unrest === null) return [];
    if (performance.now() >= deadline) {
      const detail = `not at rest in time: ${unrest}`;
      return [{ kind: 'lost-container', at: Date.now(), node: node.name, containers: [], detail }];
    }
    await delay(POLL_MS);
  }
}

import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type Clock } from '../../clock.ts';
import { type Fleet, type FleetNode } from '../../fleet/fleet.ts';
import { isExpected, nodeStatus } from '../../fleet/node-liveness.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { requireScrapeToken } from './scrape-token.ts';

/** Prometheus's HTTP service discovery: a group of targets with the labels of all of them. */
const TargetGroups = z.array(z.object({ targets: z.array(z.string()), labels: z.record(z.string(), z.string()) }));
type TargetGroup = z.infer<typeof TargetGroups>[number];

export interface NodeDiscoveryDeps {
  fleet: Pick<Fleet, 'list'>;
  clock: Clock;
  metrics: Pick<HubMetrics, 'countRefusal'>;
  scrapeTokens: readonly string[];
}

/** Tells Prometheus of every expected node. Nodes push and listen nowhere, so a target's address is its node id. */
export function registerNodeDiscoveryRoute(scope: HubApp, deps: NodeDiscoveryDeps): void {
  const { fleet, clock } = deps;
  requireScrapeToken(scope, deps.scrapeTokens, deps.metrics);
  scope.get(
    '/sd/nodes',
    {
      schema: {
        summary: 'Expected nodes as Prometheus’s http_sd wants them; the target is the node id',
        tags: ['operations'],
        response: { 200: TargetGroups },
      },
    },
    () => {
      const now = clock.now();
      return fleet
        .list()
        .filter(isExpected)
        .map((node) => groupOf(node, now));
    },
  );
}

function groupOf(node: FleetNode, now: ReturnType<Clock['now']>): TargetGroup {
  return {
    targets: [node.nodeId],
    labels: {
      __meta_noderr_node_id: node.nodeId,
      __meta_noderr_name: node.name,
      __meta_noderr_tier: node.tier,
      __meta_noderr_version: node.heartbeat?.version ?? '',
      __meta_noderr_status: nodeStatus(node, now),
    },
  };
}

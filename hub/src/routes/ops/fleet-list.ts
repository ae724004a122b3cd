import { Ms, NodeId, NodeTier, Problem, ReleaseId } from '@noderr/protocol';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type Clock } from '../../clock.ts';
import { type Tokens } from '../../enrolment/tokens.ts';
import { type Fleet } from '../../fleet/fleet.ts';
import { isExpected, isSilent } from '../../fleet/node-liveness.ts';
import { HubError } from '../../problem/hub-error.ts';

/** What `noderr rehearse` needs of each expected node. */
const FleetList = z.object({
  now: Ms,
  nodes: z.array(
    z.object({ nodeId: NodeId, name: z.string(), tier: NodeTier, reachable: z.boolean(), committed: ReleaseId }),
  ),
});

export interface FleetListDeps {
  fleet: Pick<Fleet, 'list'>;
  tokens: Pick<Tokens, 'isReadToken'>;
  clock: Clock;
}

export function registerFleetListRoute(scope: HubApp, { fleet, tokens, clock }: FleetListDeps): void {
  scope.addHook('onRequest', async (request) => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || !(await tokens.isReadToken(token))) {
      throw new HubError('scrape/wrong-token', 'this route wants a read token (noderr-hub token create --read)');
    }
  });
  scope.get(
    '/fleet/v1/nodes',
    {
      schema: {
        summary: 'The expected nodes of one tier or all, for rehearsals; needs a read token',
        tags: ['fleet'],
        querystring: z.object({ tier: NodeTier.optional() }),
        response: { 200: FleetList, 401: Problem },
      },
    },
    (request): z.infer<typeof FleetList> => {
      const now = clock.now();
      const { tier } = request.query;
      const nodes = fleet.list().filter((node) => isExpected(node) && (tier === undefined || node.tier === tier));
      return {
        now,
        nodes: nodes.map((node) => ({
          nodeId: node.nodeId,
          name: node.name,
          tier: node.tier,
          reachable: !isSilent(node, now),
          committed: node.heartbeat?.committed ?? (0 as ReleaseId),
        })),
      };
    },
  );
}

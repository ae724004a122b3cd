import { type Actor, NodeAction, type NodeId, NodeId as NodeIdSchema, PERMISSIONS } from '@noderr/protocol';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type NodeAdministration, type Fleet } from '../../fleet/fleet.ts';
import { type Access } from '../../grafana/access.ts';
import { HubError } from '../../problem/hub-error.ts';
import { admins } from './callers.ts';
import { NodeParams } from './nodes.ts';
import { refusals } from './responses.ts';

const Done = z.object({ nodeId: NodeIdSchema });

type Act = (id: NodeId, action: z.infer<typeof NodeAction>, by: Actor) => Promise<unknown>;

export interface NodeActionDeps {
  access: Access;
  fleet: Pick<Fleet, 'get'>;
  nodes: NodeAdministration;
}

export function registerNodeActionRoutes(scope: HubApp, { access, fleet, nodes }: NodeActionDeps): void {
  const admin = admins(access, PERMISSIONS.writeTokens);

  function route(name: 'suspend' | 'resume' | 'forget', summary: string, act: Act): void {
    scope.post(
      `/api/v1/nodes/:id/${name}`,
      {
        schema: {
          summary,
          tags: ['api'],
          params: NodeParams,
          body: NodeAction,
          response: { 200: Done, ...refusals },
        },
        onRequest: admin.onRequest,
      },
      async (request) => {
        const { id } = request.params;
        await act(id, request.body, { kind: 'user', name: admin.of(request).login });
        return { nodeId: id };
      },
    );
  }

  route('suspend', 'Takes a node out of what is expected', (id, { reason }, by) => nodes.suspend(id, reason, by));
  route('resume', 'Expects a suspended node again', (id, { reason }, by) => nodes.resume(id, reason, by));
  route('forget', 'Refuses a node’s keys for good; wants its id typed', (id, { reason, typedId }, by) => {
    if (fleet.get(id) && typedId !== id) {
      const issues = [{ path: 'body.typedId', message: 'type the node’s whole id to forget it' }];
      throw new HubError('request/invalid', 'the node’s id is not typed', { issues });
    }
    return nodes.forget(id, reason, by);
  });
}

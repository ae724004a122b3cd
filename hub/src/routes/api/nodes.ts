import { NodeDetail, NodeId, NodeList, NodeListQuery } from '@noderr/protocol';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { isNotModified } from '../../etag.ts';
import { type Access } from '../../grafana/access.ts';
import { type Pages } from '../../rollouts/pages.ts';
import { readers } from './callers.ts';
import { refusals, unchanged } from './responses.ts';

export const NodeParams = z.object({ id: NodeId });

export function registerNodeRoutes(scope: HubApp, { access, pages }: { access: Access; pages: Pages }): void {
  const reader = readers(access);
  scope.get(
    '/api/v1/nodes',
    {
      schema: {
        summary: 'The nodes, filtered',
        tags: ['api'],
        querystring: NodeListQuery,
        response: { 200: NodeList, ...unchanged, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request, reply) => {
      const list = await pages.nodes(request.query);
      return isNotModified(request, reply, list) ? reply.code(304).send(null) : list;
    },
  );
  scope.get(
    '/api/v1/nodes/:id',
    {
      schema: {
        summary: 'One node: what it runs, wants and waits for, and its attempts',
        tags: ['api'],
        params: NodeParams,
        response: { 200: NodeDetail, ...unchanged, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request, reply) => {
      const detail = await pages.node(request.params.id);
      return isNotModified(request, reply, detail) ? reply.code(304).send(null) : detail;
    },
  );
}

import { TierList } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { isNotModified } from '../../etag.ts';
import { type Access } from '../../grafana/access.ts';
import { type Pages } from '../../rollouts/pages.ts';
import { readers } from './callers.ts';
import { refusals, unchanged } from './responses.ts';

export function registerTierRoutes(scope: HubApp, { access, pages }: { access: Access; pages: Pages }): void {
  scope.get(
    '/api/v1/tiers',
    {
      schema: {
        summary: 'Each tier with its rollout, versions and what may be done now',
        tags: ['api'],
        response: { 200: TierList, ...unchanged, ...refusals },
      },
      onRequest: readers(access).onRequest,
    },
    async (request, reply) => {
      const list = await pages.tiers();
      return isNotModified(request, reply, list) ? reply.code(304).send(null) : list;
    },
  );
}

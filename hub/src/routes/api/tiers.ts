import { RolloutEvidence, Tier, TierList } from '@noderr/protocol';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { isNotModified } from '../../etag.ts';
import { type Access } from '../../grafana/access.ts';
import { type Pages } from '../../rollouts/pages.ts';
import { readers } from './callers.ts';
import { refusals, unchanged } from './responses.ts';

const Params = z.object({ tier: Tier });

export function registerTierRoutes(scope: HubApp, { access, pages }: { access: Access; pages: Pages }): void {
  const reader = readers(access);
  scope.get(
    '/api/v1/tiers',
    {
      schema: {
        summary: 'Each tier with its rollout, versions and what may be done now',
        tags: ['api'],
        response: { 200: TierList, ...unchanged, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request, reply) => {
      const list = await pages.tiers();
      return isNotModified(request, reply, list) ? reply.code(304).send(null) : list;
    },
  );
  scope.get(
    '/api/v1/tiers/:tier/evidence',
    {
      schema: {
        summary: 'A tier’s view and, beside the chain, all that it was made from, at one moment',
        tags: ['api'],
        params: Params,
        response: { 200: RolloutEvidence, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    (request) => pages.evidence(request.params.tier),
  );
}

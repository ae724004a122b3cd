import { ReleaseDetail, ReleaseId, RolloutHistory, RolloutHistoryQuery, Tier } from '@noderr/protocol';
import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { isNotModified } from '../../etag.ts';
import { type Access } from '../../grafana/access.ts';
import { type Pages } from '../../rollouts/pages.ts';
import { readers } from './callers.ts';
import { refusals, unchanged } from './responses.ts';

const Params = z.object({
  tier: Tier,
  releaseId: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'expected the id of a release')
    .transform(Number)
    .pipe(ReleaseId),
});

export function registerRolloutRoutes(scope: HubApp, { access, pages }: { access: Access; pages: Pages }): void {
  const reader = readers(access);
  scope.get(
    '/api/v1/rollouts',
    {
      schema: {
        summary: 'Rollouts and rollbacks of the past and present, and the marks of the timeline',
        tags: ['api'],
        querystring: RolloutHistoryQuery,
        response: { 200: RolloutHistory, ...unchanged, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request, reply) => {
      const history = await pages.history(request.query);
      return isNotModified(request, reply, history) ? reply.code(304).send(null) : history;
    },
  );
  scope.get(
    '/api/v1/rollouts/:tier/:releaseId',
    {
      schema: {
        summary: 'A release, its changes and where each node stands towards it',
        tags: ['api'],
        params: Params,
        response: { 200: ReleaseDetail, ...unchanged, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request, reply) => {
      const detail = await pages.release(request.params.tier, request.params.releaseId);
      return isNotModified(request, reply, detail) ? reply.code(304).send(null) : detail;
    },
  );
}

import { type Actor, CreatedJoinToken, CreateJoinToken, JoinTokenList, PERMISSIONS } from '@noderr/protocol';
import { z } from 'zod';
import { type FastifyRequest } from 'fastify';
import { type HubApp } from '../../app.ts';
import { type Clock } from '../../clock.ts';
import { type Tokens } from '../../enrolment/tokens.ts';
import { type Access } from '../../grafana/access.ts';
import { admins } from './callers.ts';
import { refusals } from './responses.ts';

const Params = z.object({ id: z.uuid() });
const Nothing = z.object({});
const Revoked = z.object({ id: z.uuid() });

export interface TokenRouteDeps {
  access: Access;
  tokens: Tokens;
  clock: Clock;
}

export function registerTokenRoutes(scope: HubApp, { access, tokens, clock }: TokenRouteDeps): void {
  const admin = admins(access, PERMISSIONS.writeTokens);
  const actorOf = (request: FastifyRequest): Actor => ({ kind: 'user', name: admin.of(request).login });
  scope.get(
    '/api/v1/tokens',
    {
      schema: { summary: 'Join tokens, newest first', tags: ['api'], response: { 200: JoinTokenList, ...refusals } },
      onRequest: admin.onRequest,
    },
    async () => ({ now: clock.now(), tokens: await tokens.listJoin() }),
  );
  scope.post(
    '/api/v1/tokens',
    {
      schema: {
        summary: 'Makes a one-time join token; it is in this answer and nowhere else',
        tags: ['api'],
        body: CreateJoinToken,
        response: { 200: CreatedJoinToken, ...refusals },
      },
      onRequest: admin.onRequest,
    },
    (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return tokens.createJoin(request.body, actorOf(request));
    },
  );
  scope.post(
    '/api/v1/tokens/:id/revoke',
    {
      schema: {
        summary: 'Revokes an open join token',
        tags: ['api'],
        params: Params,
        body: Nothing,
        response: { 200: Revoked, ...refusals },
      },
      onRequest: admin.onRequest,
    },
    async (request) => {
      await tokens.revoke(request.params.id, actorOf(request));
      return { id: request.params.id };
    },
  );
}

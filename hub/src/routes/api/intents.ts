import { ConfirmRequest, Intent, IntentRequest, PERMISSIONS } from '@noderr/protocol';
import { z } from 'zod';
import { type Actions } from '../../actions/actions.ts';
import { type HubApp } from '../../app.ts';
import { isNotModified } from '../../etag.ts';
import { type Access } from '../../grafana/access.ts';
import { admins, readers } from './callers.ts';
import { refusals, unchanged } from './responses.ts';

const Params = z.object({ id: z.uuid() });

export interface IntentRouteDeps {
  access: Access;
  actions: Pick<Actions, 'prepare' | 'confirm' | 'get'>;
}

export function registerIntentRoutes(scope: HubApp, { access, actions }: IntentRouteDeps): void {
  const admin = admins(access, PERMISSIONS.writeRollouts);
  const reader = readers(access);
  scope.post(
    '/api/v1/intents',
    {
      schema: {
        summary: 'Prepares an action: simulated, with what it will do; a pause may be confirmed at once',
        tags: ['api'],
        body: IntentRequest,
        response: { 200: Intent, ...refusals },
      },
      onRequest: admin.onRequest,
    },
    (request) => actions.prepare(request.body, admin.of(request)),
  );
  scope.post(
    '/api/v1/intents/:id/confirm',
    {
      schema: {
        summary: 'Confirms a prepared action; only who prepared it may, within 5 minutes',
        tags: ['api'],
        params: Params,
        body: ConfirmRequest,
        response: { 200: Intent, ...refusals },
      },
      onRequest: admin.onRequest,
    },
    (request) => actions.confirm(request.params.id, request.body, admin.of(request)),
  );
  scope.get(
    '/api/v1/intents/:id',
    {
      schema: {
        summary: 'How far an action is',
        tags: ['api'],
        params: Params,
        response: { 200: Intent, ...unchanged, ...refusals },
      },
      onRequest: reader.onRequest,
    },
    async (request, reply) => {
      const intent = await actions.get(request.params.id);
      return isNotModified(request, reply, intent) ? reply.code(304).send(null) : intent;
    },
  );
}

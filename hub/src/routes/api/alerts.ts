import { AlertList, AlertQuery } from '@noderr/protocol';
import { type AlertBook } from '../../alerts/alert-book.ts';
import { type HubApp } from '../../app.ts';
import { isNotModified } from '../../etag.ts';
import { type Access } from '../../grafana/access.ts';
import { readers } from './callers.ts';
import { refusals, unchanged } from './responses.ts';

export interface AlertListRouteDeps {
  access: Access;
  alerts: Pick<AlertBook, 'list'>;
}

export function registerAlertListRoute(scope: HubApp, { access, alerts }: AlertListRouteDeps): void {
  scope.get(
    '/api/v1/alerts',
    {
      schema: {
        summary: 'Alerts of a tier or a node: those that fire first, of these the most urgent, of these the newest',
        tags: ['api'],
        querystring: AlertQuery,
        response: { 200: AlertList, ...unchanged, ...refusals },
      },
      onRequest: readers(access).onRequest,
    },
    async (request, reply) => {
      const list = await alerts.list(request.query);
      return isNotModified(request, reply, list) ? reply.code(304).send(null) : list;
    },
  );
}

import { ReceiptPage, ReceiptQuery } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { type Clock } from '../../clock.ts';
import { type EventHistory } from '../../events/event-history.ts';
import { type Access } from '../../grafana/access.ts';
import { readers } from './callers.ts';
import { refusals } from './responses.ts';

export interface ReceiptRouteDeps {
  access: Access;
  events: Pick<EventHistory, 'receipts'>;
  clock: Clock;
}

export function registerReceiptRoutes(scope: HubApp, { access, events, clock }: ReceiptRouteDeps): void {
  scope.get(
    '/api/v1/receipts',
    {
      schema: {
        summary: 'What nodes signed of their outcomes beside how the hub files them, oldest first, as stored',
        tags: ['api'],
        querystring: ReceiptQuery,
        response: { 200: ReceiptPage, ...refusals },
      },
      onRequest: readers(access).onRequest,
    },
    async (request): Promise<ReceiptPage> => ({ now: clock.now(), ...(await events.receipts(request.query)) }),
  );
}

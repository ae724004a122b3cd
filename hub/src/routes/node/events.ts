import { EventsReply, EventsRequest } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { type EventLog } from '../../events/event-log.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { type EnrolledNodeDeps, requireEnrolledNode } from './enrolled-node.ts';
import { refusals } from './responses.ts';

/** 100 outcomes with their receipts at their longest. */
const MAX_EVENTS_BYTES = 2_621_440;

export interface EventsDeps extends EnrolledNodeDeps {
  events: Pick<EventLog, 'receive'>;
  metrics: Pick<HubMetrics, 'countRefusal' | 'events'>;
}

export function registerEventsRoute(scope: HubApp, deps: EventsDeps): void {
  const { events, clock, metrics } = deps;
  const senderOf = requireEnrolledNode(scope, deps);
  scope.post(
    '/node/v1/events',
    {
      schema: {
        summary: 'Stores update events; what it answers as acked is durable and need not be sent again',
        tags: ['node'],
        body: EventsRequest,
        response: { 200: EventsReply, ...refusals },
      },
      bodyLimit: MAX_EVENTS_BYTES,
      config: { rateLimit: false },
    },
    async (request): Promise<EventsReply> => {
      const acked = await events.receive(senderOf(request), request.body.events);
      for (const { kind } of request.body.events) metrics.events.inc({ kind });
      return { now: clock.now(), acked };
    },
  );
}

import { EventsReply, EventsRequest } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { type EventLog } from '../../events/event-log.ts';
import { type Fleet } from '../../fleet/fleet.ts';
import { authenticateNode } from '../../identity/authenticate-node.ts';
import { type KeyRing } from '../../identity/key-ring.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { HubError } from '../../problem/hub-error.ts';
import { type NodeScopeDeps, requireNode } from './node-scope.ts';
import { refusals } from './responses.ts';

/** 100 outcomes with their receipts at their longest. */
const MAX_EVENTS_BYTES = 2_621_440;

export interface EventsDeps extends NodeScopeDeps {
  keys: Pick<KeyRing, 'find'>;
  fleet: Pick<Fleet, 'get'>;
  events: Pick<EventLog, 'receive'>;
  metrics: Pick<HubMetrics, 'countRefusal' | 'events'>;
}

export function registerEventsRoute(scope: HubApp, deps: EventsDeps): void {
  const { fleet, events, clock, metrics } = deps;
  const senderOf = requireNode(scope, deps, (authorization, expected) =>
    authenticateNode(authorization, expected, deps.keys),
  );
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
      const { nodeId } = senderOf(request);
      const node = fleet.get(nodeId);
      if (!node) throw new HubError('identity/revoked', 'this node is not enrolled any more');
      const acked = await events.receive(node, request.body.events);
      for (const { kind } of request.body.events) metrics.events.inc({ kind });
      return { now: clock.now(), acked };
    },
  );
}

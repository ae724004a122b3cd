import { Heartbeat, HeartbeatReply, MAX_HEARTBEAT_BYTES } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { type EventLog } from '../../events/event-log.ts';
import { type LiveFleet } from '../../fleet/live-fleet.ts';
import { type HintSource } from '../../hint-source.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { type EnrolledNodeDeps, requireEnrolledNode } from './enrolled-node.ts';
import { refusals } from './responses.ts';

export interface HeartbeatDeps extends EnrolledNodeDeps {
  fleet: Pick<LiveFleet, 'get' | 'hear'>;
  events: Pick<EventLog, 'ackedThrough'>;
  hints: HintSource;
  metrics: Pick<HubMetrics, 'countRefusal' | 'heartbeats'>;
}

export function registerHeartbeatRoute(scope: HubApp, deps: HeartbeatDeps): void {
  const { fleet, events, hints, clock, metrics } = deps;
  const senderOf = requireEnrolledNode(scope, deps);
  scope.post(
    '/node/v1/heartbeat',
    {
      schema: {
        summary: 'Takes a heartbeat; a stale one is ignored with 200',
        tags: ['node'],
        body: Heartbeat,
        response: { 200: HeartbeatReply, ...refusals },
      },
      bodyLimit: MAX_HEARTBEAT_BYTES,
      config: { rateLimit: false },
    },
    (request): HeartbeatReply => {
      const { nodeId, tier } = senderOf(request);
      const now = clock.now();
      const isNews = fleet.hear(nodeId, request.body, now);
      metrics.heartbeats.inc({ result: isNews ? 'taken' : 'stale' });
      return { now, hint: hints.hintFor(tier), eventsAckedThrough: events.ackedThrough(nodeId) };
    },
  );
}

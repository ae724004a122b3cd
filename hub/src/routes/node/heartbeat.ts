import { Heartbeat, HeartbeatReply, MAX_HEARTBEAT_BYTES } from '@noderr/protocol';
import { type HubApp } from '../../app.ts';
import { type EventLog } from '../../events/event-log.ts';
import { type LiveFleet } from '../../fleet/live-fleet.ts';
import { type HintSource } from '../../hint-source.ts';
import { authenticateNode } from '../../identity/authenticate-node.ts';
import { type KeyRing } from '../../identity/key-ring.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { HubError } from '../../problem/hub-error.ts';
import { type NodeScopeDeps, requireNode } from './node-scope.ts';
import { refusals } from './responses.ts';

export interface HeartbeatDeps extends NodeScopeDeps {
  keys: Pick<KeyRing, 'find'>;
  fleet: Pick<LiveFleet, 'get' | 'hear'>;
  events: Pick<EventLog, 'ackedThrough'>;
  hints: HintSource;
  metrics: Pick<HubMetrics, 'countRefusal' | 'heartbeats'>;
}

export function registerHeartbeatRoute(scope: HubApp, deps: HeartbeatDeps): void {
  const { fleet, events, hints, clock, metrics } = deps;
  const senderOf = requireNode(scope, deps, (authorization, expected) =>
    authenticateNode(authorization, expected, deps.keys),
  );
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
      const { nodeId } = senderOf(request);
      const node = fleet.get(nodeId);
      if (!node) throw new HubError('identity/revoked', 'this node is not enrolled any more');
      const now = clock.now();
      const isNews = fleet.hear(nodeId, request.body, now);
      metrics.heartbeats.inc({ result: isNews ? 'taken' : 'stale' });
      return { now, hint: hints.hintFor(node.tier), eventsAckedThrough: events.ackedThrough(nodeId) };
    },
  );
}

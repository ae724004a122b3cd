import { INGEST_HEADERS, INGEST_PATHS, Lane, LANE_HEADER, type Signal, SIGNALS } from '@noderr/protocol';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type HubApp } from '../app.ts';
import { problemOf } from '../problem/error-handler.ts';
import { HubError } from '../problem/hub-error.ts';
import { rawBody } from '../raw-body.ts';
import { type EnrolledNodeDeps, requireEnrolledNode } from '../routes/node/enrolled-node.ts';
import { type Gateway, StoreUnavailableError } from './gateway.ts';
import { type InFlight } from './in-flight.ts';
import { type IngestMetrics } from './ingest-metrics.ts';
import { type NodeQuota } from './node-quota.ts';
import { type Sender } from './sender.ts';

/** As it came, compressed; bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** A backlog of a day in the batches that agents send, and the live lane beside it. */
const REQUESTS_PER_NODE_AND_MINUTE = 600;
/** For who finds no place; seconds. */
const BUSY_RETRY_AFTER_S = 2;
const NO_STORE_RETRY_AFTER_S = 60;

const LANE = Lane.default('live');

export interface IngestRoutesDeps extends EnrolledNodeDeps {
  cluster: string;
  quota: Readonly<Record<Signal, Pick<NodeQuota, 'waitS'>>>;
  inFlight: InFlight;
  gateway: Gateway;
  ingest: Pick<IngestMetrics, 'rejected'>;
}

/** What is known of a request before its body arrives. */
interface Admitted {
  sender: Sender;
  lane: Lane;
  /** Gives its place back, once. */
  leave: () => void;
  /** Whether the store has it: then the place is kept until its answer, whoever hangs up. */
  pushing: boolean;
}

/** `/ingest/v1/metrics` and `/ingest/v1/logs`: who sends and whether there is room is settled before a body is read. */
export function registerIngestRoutes(scope: HubApp, deps: IngestRoutesDeps): void {
  const { quota, inFlight, gateway } = deps;
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  // Before anybody's signature is checked: a storm is refused at the cost of its headers.
  scope.addHook('onRequest', (request, reply, done) => {
    // Who names no lane is told so once he is known: nobody else raises the count of what is malformed.
    const { data: lane = 'backlog' } = LANE.safeParse(request.headers[LANE_HEADER]);
    done(inFlight.hasRoom(lane) ? undefined : busy(reply));
  });
  const senderOf = requireEnrolledNode(scope, { ...deps, requestsPerMinute: REQUESTS_PER_NODE_AND_MINUTE });
  scope.addHook('onError', (_request, _reply, error, done) => {
    deps.ingest.rejected(problemOf(error).problem.code);
    done();
  });

  function admit(signal: Signal, request: FastifyRequest, reply: FastifyReply): Admitted {
    const { nodeId, tier } = senderOf(request);
    const { 'content-type': type, 'content-encoding': encoding } = INGEST_HEADERS[signal];
    if (request.headers['content-type'] !== type || request.headers['content-encoding'] !== encoding) {
      throw new HubError('ingest/wrong-format', `this route takes ${type}, ${encoding}`);
    }
    const lane = laneOf(request);
    const waitS = quota[signal].waitS(nodeId, lane);
    if (waitS > 0) {
      reply.header('retry-after', waitS);
      throw new HubError('ingest/over-limit', `the node has sent more than it may: try again in ${waitS} s`);
    }
    const leave = inFlight.enter(nodeId, lane, bodyBytes(request));
    if (!leave) throw busy(reply);
    return { sender: { nodeId, tier, cluster: deps.cluster }, lane, leave, pushing: false };
  }

  for (const signal of SIGNALS) {
    scope.post(
      INGEST_PATHS[signal],
      {
        bodyLimit: MAX_BODY_BYTES,
        onRequest(request, reply, done) {
          const place = admit(signal, request, reply);
          admitted.set(request, place);
          reply.raw.once('close', () => {
            if (!place.pushing) place.leave();
          });
          done();
        },
      },
      async (request, reply) => {
        const place = admitted.get(request);
        if (!place) throw new HubError('internal/failed', 'the request was not admitted');
        place.pushing = true;
        try {
          await gateway.push(signal, { sender: place.sender, lane: place.lane, body: rawBody(request) });
        } catch (error) {
          const waitS = retryAfterS(error);
          if (waitS !== null) reply.header('retry-after', waitS);
          throw error;
        } finally {
          place.leave();
        }
        return reply.code(204).send();
      },
    );
  }
}

function busy(reply: FastifyReply): HubError {
  reply.header('retry-after', BUSY_RETRY_AFTER_S);
  return new HubError('ingest/busy', 'too much is under way');
}

/** Throws where the header names none of the lanes. */
function laneOf(request: FastifyRequest): Lane {
  const lane = LANE.safeParse(request.headers[LANE_HEADER]);
  if (!lane.success) throw new HubError('ingest/malformed', `${LANE_HEADER} is live or backlog`);
  return lane.data;
}

/** What the body may become; without a length it may become all that is taken. */
function bodyBytes(request: FastifyRequest): number {
  const length = Number(request.headers['content-length'] ?? MAX_BODY_BYTES);
  return Number.isSafeInteger(length) ? Math.min(length, MAX_BODY_BYTES) : MAX_BODY_BYTES;
}

function retryAfterS(error: unknown): number | null {
  if (error instanceof StoreUnavailableError) return error.retryAfterS;
  if (!(error instanceof HubError)) return null;
  if (error.code === 'ingest/busy') return BUSY_RETRY_AFTER_S;
  return error.code === 'ingest/no-store' ? NO_STORE_RETRY_AFTER_S : null;
}

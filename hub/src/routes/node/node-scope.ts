import { type FastifyRequest } from 'fastify';
import { type HubApp } from '../../app.ts';
import { type Clock } from '../../clock.ts';
import { type AuthenticatedNode } from '../../identity/authenticate-node.ts';
import { checkBodyHash, type NodeToken, type TokenExpectation } from '../../identity/node-token.ts';
import { createWindowLimit } from '../../limits/window-limit.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { HubError, type HubErrorCode } from '../../problem/hub-error.ts';
import { rawBody } from '../../raw-body.ts';

export interface NodeScopeDeps {
  audience: string;
  clock: Clock;
  metrics: Pick<HubMetrics, 'countRefusal'>;
  /** What one node may send in a minute; {@link REQUESTS_PER_NODE_AND_MINUTE} when absent. */
  requestsPerMinute?: number;
}

/** Refusals that one address may cause in a minute before it has to wait. */
const REFUSALS_PER_MINUTE = 600;
/** What one node may send in a minute: heartbeats are 6, the rest is for events. */
const REQUESTS_PER_NODE_AND_MINUTE = 120;

const limits = { windowMs: 60_000, maxKeys: 20_000 };

/**
 * Makes every route of the scope a node's: its token is checked before a byte of the body is read, the body's hash
 * before it is used; refusals are counted and limited per address, requests per node.
 */
export function requireNode<T extends AuthenticatedNode | NodeToken>(
  scope: HubApp,
  deps: NodeScopeDeps,
  check: (authorization: string | undefined, expected: TokenExpectation) => T,
): (request: FastifyRequest) => T {
  const { audience, clock, metrics } = deps;
  const senders = new WeakMap<object, T>();
  const refusals = createWindowLimit({ ...limits, max: REFUSALS_PER_MINUTE }, clock);
  const requests = createWindowLimit({ ...limits, max: deps.requestsPerMinute ?? REQUESTS_PER_NODE_AND_MINUTE }, clock);

  function senderOf(request: FastifyRequest): T {
    const sender = senders.get(request);
    if (!sender) throw new HubError('identity/missing', 'this route wants a node token');
    return sender;
  }

  scope.addHook('onRequest', (request, reply, done) => {
    const tooManyRefusals = refusals.waitS(request.ip);
    if (tooManyRefusals > 0) {
      done(limited(reply, tooManyRefusals));
      return;
    }
    const expected = { audience, method: request.method, path: request.url, now: clock.now() };
    const sender = check(request.headers.authorization, expected);
    senders.set(request, sender);
    if ('nodeId' in sender) {
      const tooManyRequests = requests.waitS(sender.nodeId);
      if (tooManyRequests > 0) {
        done(limited(reply, tooManyRequests));
        return;
      }
      requests.count(sender.nodeId);
    }
    done();
  });
  scope.addHook('preValidation', (request, _reply, done) => {
    const sender = senderOf(request);
    checkBodyHash('token' in sender ? sender.token : sender, rawBody(request));
    done();
  });
  scope.addHook('onError', (request, _reply, error, done) => {
    if (error instanceof HubError) {
      metrics.countRefusal(error.code);
      if (isSendersFault(error.code)) refusals.count(request.ip);
    }
    done();
  });
  return senderOf;
}

/** Many nodes may share an address: what ingest asks them to try again or to drop is no attack. */
function isSendersFault(code: HubErrorCode): boolean {
  return code !== 'request/rate-limited' && !code.startsWith('ingest/');
}

function limited(reply: { header(name: string, value: number): unknown }, waitS: number): HubError {
  reply.header('retry-after', waitS);
  return new HubError('request/rate-limited', `too many requests: try again in ${waitS} s`);
}

import { type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { parseAs, parseJson } from '../document.ts';
import { OciFault } from '../fault.ts';
import { allowedRealm, allowedRedirect, type Hop } from './allowed-hop.ts';
import { parseChallenge } from './challenge.ts';
import { type RegistryEndpoint } from './endpoint.ts';
import { type Body, type Connections, type Exchange } from './exchange.ts';
import { createReply, type Reply } from './reply.ts';
import { retryAfterMs } from './retry-after.ts';

const MAX_REDIRECTS = 3;
const MAX_WAITS = 2;
const MAX_TOKEN_BYTES = 64 * 1024;

const TokenReply = z
  .object({ token: z.string().optional(), access_token: z.string().optional() })
  .transform((reply) => reply.token ?? reply.access_token)
  .pipe(z.string().regex(/^[\x21-\x7e]{1,16384}$/, 'expected a token of printable characters'));

export interface RegistryRequest {
  /** What is being done, for messages: `fetch manifest sha256:… of noderr/oracle`. */
  what: string;
  method: Exchange['method'];
  url: URL;
  /** Rights to ask a token for; ours, never those that the registry suggests. */
  scopes: readonly string[];
  headers?: Readonly<Record<string, string>>;
  body?: Body;
  /** True for blobs, which may come from `blobHosts`. */
  isBlob?: boolean;
  /** From the first byte sent to the last byte read, waits and token included. */
  deadlineMs: number;
  signal: AbortSignal;
}

export interface SessionDependencies {
  connections: Connections;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
}

/** One registry: answers its challenges, bounds its redirects and waits, and translates its errors. */
export interface Session {
  readonly origin: string;
  readonly host: string;
  send(request: RegistryRequest): Promise<Reply>;
}

export function createSession(endpoint: RegistryEndpoint, dependencies: SessionDependencies): Session {
  const { connections, sleep, now } = dependencies;
  const origin = endpoint.url;
  const { host } = new URL(origin);
  const authorizations = new Map<string, string>();

  async function send(request: RegistryRequest): Promise<Reply> {
    const what = `${request.what} at ${host}`;
    const deadline = AbortSignal.timeout(request.deadlineMs);
    const signal = AbortSignal.any([request.signal, deadline]);
    const translate = (error: unknown): unknown => {
      if (error instanceof OciFault || request.signal.aborted) return error;
      if (deadline.aborted) {
        return new OciFault('registry/timeout', `${what}: not done within ${request.deadlineMs} ms`, { cause: error });
      }
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      return new OciFault('registry/unreachable', `${what}: the connection failed${code}`, { cause: error });
    };
    try {
      const incoming = await converse(request, what, signal);
      return createReply(incoming, what, translate);
    } catch (error) {
      throw translate(error);
    }
  }

  async function converse(request: RegistryRequest, what: string, signal: AbortSignal): Promise<IncomingMessage> {
    const scopeKey = request.scopes.join(' ');
    let { url } = request;
    let redirects = 0;
    let waits = 0;
    let isAnswered = false;
    for (;;) {
      const authorization = url.origin === origin ? authorizations.get(scopeKey) : undefined;
      const incoming = await connections.exchange(
        {
          method: request.method,
          url,
          headers: {
            'accept-encoding': 'identity',
            'user-agent': 'noderr-oci',
            ...request.headers,
            ...(authorization === undefined ? {} : { authorization }),
          },
          body: request.body,
        },
        signal,
      );
      const status = incoming.statusCode ?? 0;
      if (status === 401 && url.origin === origin && !isAnswered) {
        isAnswered = true;
        drop(incoming);
        authorizations.set(
          scopeKey,
          await answerChallenge(incoming.headers['www-authenticate'], request, what, signal),
        );
      } else if (status === 429 && waits < MAX_WAITS) {
        waits += 1;
        drop(incoming);
        await sleep(retryAfterMs(incoming.headers['retry-after'], now()), signal);
      } else if (isRedirect(status)) {
        redirects += 1;
        drop(incoming);
        url = nextUrl(incoming.headers.location, url, request, redirects, what);
      } else if (status === 401 || status === 403 || status === 429) {
        drop(incoming);
        throw new OciFault('registry/refused', `${what}: answered ${status}`);
      } else if (status >= 500) {
        drop(incoming);
        throw new OciFault('registry/unreachable', `${what}: answered ${status}`);
      } else {
        return incoming;
      }
    }
  }

  function nextUrl(
    location: string | undefined,
    from: URL,
    request: RegistryRequest,
    redirects: number,
    what: string,
  ): URL {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new OciFault('registry/redirected', `${what}: a ${request.method} was redirected`);
    }
    if (redirects > MAX_REDIRECTS) {
      throw new OciFault('registry/redirected', `${what}: redirected more than ${MAX_REDIRECTS} times`);
    }
    const otherHosts = request.isBlob === true ? endpoint.blobHosts : [];
    return take(allowedRedirect(location, from, { origin, otherHosts }), `${what}: redirected`);
  }

  async function answerChallenge(
    header: string | undefined,
    request: RegistryRequest,
    what: string,
    signal: AbortSignal,
  ): Promise<string> {
    const challenge = parseChallenge(header);
    if (challenge === undefined) throw new OciFault('registry/refused', `${what}: answered 401 without a challenge`);
    if (challenge.scheme === 'basic') {
      if (basic === undefined) throw new OciFault('registry/refused', `${what}: asks for credentials, none are set`);
      return basic;
    }
    const hop = allowedRealm(challenge.realm, { origin, otherHosts: endpoint.realmHosts });
    const url = new URL(take(hop, `${what}: sent for a token`));
    if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
    for (const scope of request.scopes) url.searchParams.append('scope', scope);
    const incoming = await connections.exchange(
      { method: 'GET', url, headers: basic === undefined ? {} : { authorization: basic } },
      signal,
    );
    if (incoming.statusCode !== 200) {
      drop(incoming);
      const code = (incoming.statusCode ?? 0) >= 500 ? 'registry/unreachable' : 'registry/refused';
      throw new OciFault(code, `${what}: the token service ${url.host} answered ${incoming.statusCode ?? 0}`);
    }
    const bytes = await createReply(incoming, `${what}: token`, (error) => error).bytes(MAX_TOKEN_BYTES);
    const token = parseAs(TokenReply, parseJson(bytes, `${what}: the token`), `${what}: the token`);
    return `Bearer ${token}`;
  }

  const basic =
    endpoint.credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(`${endpoint.credentials.username}:${endpoint.credentials.password}`).toString('base64')}`;

  return { origin, host, send };
}

function take(hop: Hop, what: string): URL {
  if (!hop.ok) throw new OciFault('registry/redirected', `${what} ${hop.reason}`);
  return hop.url;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function drop(incoming: IncomingMessage): void {
  createReply(incoming, '', (error) => error).discard();
}

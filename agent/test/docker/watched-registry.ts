import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type OciDigest } from '@noderr/oci';

/** A layer whose bytes wait until a test lets them go. */
export interface HeldBlob {
  /** Resolves when somebody has asked for it. */
  asked: Promise<void>;
  release(): void;
}

/** A real registry seen through a proxy on loopback that writes down each request and, if told to, lies or dawdles. */
export interface WatchedRegistry {
  /** As in an image reference. */
  host: string;
  /** `GET /v2/…`, the oldest first. */
  readonly log: readonly string[];
  /** Other bytes for what a digest names, under the headers of the right ones; undone by the returned function. */
  tamper(digest: OciDigest, change: (bytes: Buffer) => Buffer): () => void;
  /** Lets a test answer for what a digest names as it likes; undone by the returned function. */
  hijack(digest: OciDigest, answer: (response: ServerResponse) => void): () => void;
  hold(digest: OciDigest): HeldBlob;
  close(): Promise<void>;
}

export async function watchRegistry(upstreamHost: string): Promise<WatchedRegistry> {
  const log: string[] = [];
  const changes = new Map<string, (bytes: Buffer) => Buffer>();
  const hijackers = new Map<string, (response: ServerResponse) => void>();
  const gates = new Map<string, { open: Promise<void>; ask: () => void }>();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    log.push(`${method} ${url}`);
    const named = url.split('/').at(-1) ?? '';
    const gate = method === 'GET' ? gates.get(named) : undefined;
    gate?.ask();
    await gate?.open;
    const hijacker = hijackers.get(named);
    if (hijacker !== undefined) {
      hijacker(response);
      return;
    }
    const upstream = httpRequest(`http://${upstreamHost}${url}`, { method, headers });
    incoming.pipe(upstream);
    const [reply] = (await once(upstream, 'response')) as [IncomingMessage];
    const change = changes.get(named);
    if (change === undefined || method !== 'GET') {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of reply as AsyncIterable<Buffer>) parts.push(part);
    const body = change(Buffer.concat(parts));
    response.writeHead(reply.statusCode ?? 502, { ...reply.headers, 'content-length': body.byteLength }).end(body);
  }

  const server = createServer((incoming, response) => {
    response.on('error', () => undefined);
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    tamper(digest, change) {
      changes.set(digest, change);
      return () => changes.delete(digest);
    },
    hijack(digest, answerer) {
      hijackers.set(digest, answerer);
      return () => hijackers.delete(digest);
    },
    hold(digest) {
      const asked = Promise.withResolvers<undefined>();
      const open = Promise.withResolvers<undefined>();
      const ask = (): void => {
        asked.resolve(undefined);
      };
      gates.set(digest, { open: open.promise, ask });
      return {
        asked: asked.promise,
        release() {
          gates.delete(digest);
          open.resolve(undefined);
        },
      };
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

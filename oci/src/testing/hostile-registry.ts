import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { digestOf, type OciDigest } from '../digest.ts';

/** How a path answers: with fixed bytes, or by doing what it likes to the connection. */
export type HostileAnswer =
  | { status?: number; headers?: Readonly<Record<string, string>>; body?: Uint8Array | string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export interface HostileRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A registry on loopback that says whatever a test tells it to; everything else is 404. */
export interface HostileRegistry {
  url: string;
  host: string;
  /** All requests so far. */
  requests: readonly HostileRequest[];
  /** Answers a path, whatever its query and verb. */
  answer(path: string, answer: HostileAnswer): void;
  /** Honestly serves an index or manifest under its digest, and under a tag if one is given. */
  serveDocument(repository: string, document: Uint8Array | object, tag?: string): { digest: OciDigest; size: number };
  /** Honestly serves a blob. */
  serveBlob(repository: string, bytes: Uint8Array): { digest: OciDigest; size: number };
  close(): Promise<void>;
}

export async function startHostileRegistry(): Promise<HostileRegistry> {
  const answers = new Map<string, HostileAnswer>();
  const requests: HostileRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, headers });
    response.on('error', () => undefined);
    const found = answers.get(new URL(url, 'http://registry').pathname) ?? { status: 404, body: '{}' };
    if (typeof found === 'function') found(request, response);
    else response.writeHead(found.status ?? 200, found.headers).end(found.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    answer(path, answer) {
      answers.set(path, answer);
    },
    serveDocument(repository, document, tag) {
      const body = document instanceof Uint8Array ? document : Buffer.from(JSON.stringify(document));
      const digest = digestOf(body);
      const headers = { 'docker-content-digest': digest };
      for (const reference of [digest, ...(tag === undefined ? [] : [tag])]) {
        answers.set(`/v2/${repository}/manifests/${reference}`, { headers, body });
      }
      return { digest, size: body.byteLength };
    },
    serveBlob(repository, bytes) {
      const digest = digestOf(bytes);
      answers.set(`/v2/${repository}/blobs/${digest}`, { headers: { 'docker-content-digest': digest }, body: bytes });
      return { digest, size: bytes.byteLength };
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Sends bytes for ever, as fast as they are taken. */
export function endlessBody(response: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, 0x20);
  const push = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.writeHead(200).on('drain', push);
  push();
}

/** Sends a byte now and then, never the last one. */
export function dripFeed(response: ServerResponse, everyMs = 10): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), everyMs);
  response.on('close', () => {
    clearInterval(timer);
  });
}

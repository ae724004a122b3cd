import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Body = Uint8Array | { size: number; open: () => Readable };

/** One HTTP request; nothing is followed, decoded or retried here. */
export interface Exchange {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: Body | undefined;
}

/** Connections of one client. */
export interface Connections {
  exchange(request: Exchange, signal: AbortSignal): Promise<IncomingMessage>;
  close(): void;
}

export function createConnections(ca: string | undefined): Connections {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 8 });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 8, ...(ca === undefined ? {} : { ca }) });

  async function attempt(request: Exchange, signal: AbortSignal): Promise<IncomingMessage> {
    const options = { method: request.method, headers: headersOf(request), signal };
    const outgoing =
      request.url.protocol === 'https:'
        ? httpsRequest(request.url, { ...options, agent: https })
        : httpRequest(request.url, { ...options, agent: http });
    // Once answered, errors reach us through the answer; this one must not bring the process down.
    outgoing.on('error', () => undefined);
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    try {
      await Promise.all([answered, sendBody(request.body, outgoing, answered)]);
    } catch (error) {
      // A server may close a kept connection just as we use it; such a request was never looked at.
      if (outgoing.reusedSocket && isReset(error) && (request.method === 'GET' || request.method === 'HEAD')) {
        return attempt(request, signal);
      }
      throw error;
    }
    const [incoming] = await answered;
    return incoming;
  }

  return {
    exchange: attempt,
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

async function sendBody(
  body: Body | undefined,
  outgoing: NodeJS.WritableStream,
  answered: Promise<unknown>,
): Promise<void> {
  if (body === undefined) {
    outgoing.end();
    return;
  }
  if (body instanceof Uint8Array) {
    outgoing.end(body);
    return;
  }
  // A registry that refuses early closes its side before the body is through; its answer is what counts then.
  await pipeline(body.open(), outgoing).catch(async (error: unknown) => {
    await answered.catch(() => {
      throw error;
    });
  });
}

function headersOf(request: Exchange): Record<string, string> {
  const { body } = request;
  if (body === undefined && request.method !== 'POST') return { ...request.headers };
  const length = body === undefined ? 0 : body instanceof Uint8Array ? body.byteLength : body.size;
  return { ...request.headers, 'content-length': String(length) };
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

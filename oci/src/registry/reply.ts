import { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { OciFault } from '../fault.ts';

const DISCARDABLE_BYTES = 64 * 1024;

/** A registry's answer whose body has not been read yet; every read stays under the request's deadline. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** @throws OciFault content/too-large as soon as more than `maxBytes` have arrived */
  bytes(maxBytes: number): Promise<Buffer>;
  /** The body in pieces. @throws OciFault content/too-large */
  chunks(maxBytes: number): AsyncGenerator<Buffer, void, undefined>;
  /** Drops the body. */
  discard(): void;
}

export function createReply(incoming: IncomingMessage, what: string, translate: (error: unknown) => unknown): Reply {
  async function* chunks(maxBytes: number): AsyncGenerator<Buffer, void, undefined> {
    let seen = 0;
    try {
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        seen += chunk.byteLength;
        if (seen > maxBytes) throw new OciFault('content/too-large', `${what}: the answer exceeds ${maxBytes} bytes`);
        yield chunk;
      }
    } catch (error) {
      throw translate(error);
    } finally {
      incoming.destroy();
    }
  }

  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    chunks,
    async bytes(maxBytes) {
      const parts: Buffer[] = [];
      for await (const chunk of chunks(maxBytes)) parts.push(chunk);
      return Buffer.concat(parts);
    },
    discard() {
      incoming.on('error', () => undefined);
      // A short body is read to its end so that the connection can be used again; a long one is not worth it.
      if (Number(incoming.headers['content-length'] ?? Infinity) <= DISCARDABLE_BYTES) incoming.resume();
      else incoming.destroy();
    },
  };
}

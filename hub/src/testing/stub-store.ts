import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A push as a store got it. */
export interface StorePush {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A store of tests on loopback: keeps what it is sent and answers as it is told. */
export class StubStore {
  readonly url: string;
  readonly pushes: StorePush[] = [];
  /** How the next pushes are answered; 204 unless told. */
  answer: (response: ServerResponse, push: StorePush) => void = (response) => response.writeHead(204).end();
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async start(): Promise<StubStore> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const push = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
        store.pushes.push(push);
        store.answer(response, push);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const store = new StubStore(url, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return store;
  }

  close(): Promise<void> {
    return this.#close();
  }
}

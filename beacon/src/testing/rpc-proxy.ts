import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { z } from 'zod';

const Request = z.object({ id: z.unknown(), method: z.string(), params: z.array(z.unknown()).default([]) });
export type RpcRequest = z.infer<typeof Request>;

/** What a hostile endpoint does to one request; `forward` asks the real chain. */
export type Behaviour =
  | { kind: 'pass' }
  | { kind: 'hang' }
  | { kind: 'drip' }
  | { kind: 'garbage' }
  | { kind: 'huge'; bytes: number }
  | { kind: 'redirect'; to: string }
  | { kind: 'status'; status: number }
  | { kind: 'error'; code: number; message: string }
  | { kind: 'answer'; result: unknown }
  /** Changes what the chain answers. */
  | { kind: 'twist'; twist: (result: unknown) => unknown };

/** An endpoint on loopback that lies, hangs or breaks as it is told, in front of a real one. */
export interface RpcProxy {
  readonly url: string;
  readonly requests: readonly RpcRequest[];
  /** Called for each request; undefined passes it on. */
  behave(rule: (request: RpcRequest) => Behaviour | undefined): void;
  close(): Promise<void>;
}

export async function startRpcProxy(upstream: string): Promise<RpcProxy> {
  let rule: (request: RpcRequest) => Behaviour | undefined = () => undefined;
  const requests: RpcRequest[] = [];
  const timers = new Set<NodeJS.Timeout>();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(incoming);
    const request = Request.parse(JSON.parse(body));
    requests.push(request);
    const behaviour = rule(request) ?? { kind: 'pass' };
    const json = (payload: object): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id: request.id, ...payload }));
    };
    switch (behaviour.kind) {
      case 'pass':
        response.setHeader('content-type', 'application/json');
        response.end(await forward(upstream, body));
        return;
      case 'twist': {
        const reply = z.looseObject({ result: z.unknown() }).parse(JSON.parse(await forward(upstream, body)));
        json({ ...reply, result: behaviour.twist(reply.result) });
        return;
      }
      case 'answer':
        json({ result: behaviour.result });
        return;
      case 'error':
        json({ error: { code: behaviour.code, message: behaviour.message } });
        return;
      case 'status':
        response.writeHead(behaviour.status).end('no');
        return;
      case 'redirect':
        response.writeHead(307, { location: behaviour.to }).end();
        return;
      case 'garbage':
        response.end('<html>\u0000{"jsonrpc":');
        return;
      case 'huge':
        pour(response, behaviour.bytes);
        return;
      case 'drip':
        drip(response, timers);
        return;
      case 'hang':
        return;
    }
  }

  const server = createServer((incoming, response) => {
    response.on('error', () => undefined);
    answer(incoming, response).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    behave(next) {
      rule = next;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function forward(upstream: string, body: string): Promise<string> {
  const reply = await fetch(upstream, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  return reply.text();
}

/** Never more than the socket takes: the reader is expected to hang up long before the end. */
function pour(response: ServerResponse, bytes: number): void {
  const block = Buffer.alloc(65_536, 'a');
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= block.length;
      if (!response.write(block)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

function drip(response: ServerResponse, timers: Set<NodeJS.Timeout>): void {
  const timer = setInterval(() => response.write(' '), 20);
  timers.add(timer);
  response.once('close', () => {
    clearInterval(timer);
    timers.delete(timer);
  });
}

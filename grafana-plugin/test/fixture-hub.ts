import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { type FixtureSecrets } from './fixture-secrets.ts';
import { Refusal } from './fixture/refusal.ts';
import { type Scenario } from './fixture/scenarios.ts';
import { type Asked, createStory, type Post } from './fixture/story.ts';

export interface FixtureHub {
  url: string;
  /** Starts a story anew. */
  show: (scenario: Scenario) => void;
  /** Every request that changed something. */
  posts: readonly Post[];
  close: () => Promise<void>;
}

/** A hub of seeded fleets for page tests and screenshots: schema-true answers, no chain, no nodes, never shipped. */
export async function startFixtureHub(options: {
  scenario: Scenario;
  /** Without them every secret is right. */
  secrets?: Pick<FixtureSecrets, 'readSecretFile' | 'adminSecretFile'>;
  port?: number;
}): Promise<FixtureHub> {
  const known = options.secrets && {
    read: await readFile(options.secrets.readSecretFile, 'utf8'),
    admin: await readFile(options.secrets.adminSecretFile, 'utf8'),
  };
  const story = createStory(options.scenario);

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      sendError(response, error);
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const [, scenario] = /^\/fixture\/show\/([a-z-]+)$/.exec(url.pathname) ?? [];
    if (scenario !== undefined) {
      story.show(scenario as Scenario);
      response.writeHead(204).end();
      return;
    }
    if (story.down) {
      request.socket.destroy();
      return;
    }
    const now = Date.now();
    story.advance(now);
    const token = request.headers['x-grafana-id'];
    const claims = Claims.safeParse(typeof token === 'string' ? decodeJwt(token) : undefined);
    const secret = request.headers['x-noderr-secret'];
    const asked: Asked = {
      path: decodeURIComponent(url.pathname).replace(/^\/api\/v1/, ''),
      query: url.searchParams,
      body: request.method === 'POST' ? JSON.parse((await bodyOf(request)) || '{}') : undefined,
      user: { login: claims.data?.username ?? 'nobody', role: claims.data?.role ?? 'Viewer' },
      knows: { read: !known || secret === known.read, admin: !known || secret === known.admin },
      now,
    };
    sendAnswer(request, response, request.method === 'POST' ? story.act(asked) : story.read(asked));
  }

  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: story.show,
    posts: story.posts,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

const Claims = z.object({ username: z.string(), role: z.string() });

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request as AsyncIterable<Buffer>) text += part.toString('utf8');
  return text;
}

function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: unknown): void {
  if (typeof answer === 'string') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(answer);
    return;
  }
  const body = JSON.stringify(answer);
  // `now` alone does not make an answer new.
  const etag = `W/"${createHash('sha256')
    .update(body.replace(/^\{"now":\d+,/, '{'))
    .digest('base64url')
    .slice(0, 22)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', etag }).end(body);
}

function sendError(response: ServerResponse, error: unknown): void {
  const refusal = error instanceof Refusal ? error : undefined;
  const invalid = error instanceof z.ZodError;
  const status = refusal?.status ?? (invalid ? 400 : 500);
  if (status === 500) console.error(error);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      code: refusal?.code ?? (invalid ? 'request/invalid' : 'internal/failed'),
      message: refusal?.message ?? (invalid ? z.prettifyError(error) : 'the fixture failed'),
    }),
  );
}

import {
  AlertQuery,
  AuditQuery,
  ConfirmRequest,
  CreateJoinToken,
  type Intent,
  IntentRequest,
  type JoinTokenRow,
  type Ms,
  NodeAction,
  RolloutHistoryQuery,
} from '@noderr/protocol';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { type FixtureSecrets } from './fixture-secrets.ts';
import { auditLog, auditPage, seededTokens, whoAmI } from './fixture/admin-answers.ts';
import { alertList } from './fixture/alert-answers.ts';
import { type Fleet } from './fixture/fleet.ts';
import { releaseDetail, rolloutHistory } from './fixture/history-answers.ts';
import { applyIntent, confirm, prepare, progress, STAGE_DELAYS_MS } from './fixture/intents.ts';
import { nodeDetail, nodeList } from './fixture/node-answers.ts';
import { makeFleet, type Scenario } from './fixture/scenarios.ts';
import { seededHex32 } from './fixture/seeded.ts';
import { tierList } from './fixture/tier-answers.ts';

export interface FixtureHub {
  url: string;
  /** Starts a story anew. */
  show: (scenario: Scenario) => void;
  /** Every request that changed something. */
  posts: { path: string; body: unknown; login: string }[];
  close: () => Promise<void>;
}

interface Asked {
  path: string;
  query: URLSearchParams;
  body: unknown;
  user: { login: string; role: string };
  /** Whether the secret that came along is the hub's, for reading and for acting. */
  knows: { read: boolean; admin: boolean };
  now: number;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
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
  let fleet: Fleet = makeFleet(options.scenario, Date.now());
  let intents = new Map<string, Intent>();
  let applied = new Set<string>();
  let tokens: JoinTokenRow[] = seededTokens(Date.now());
  const posts: FixtureHub['posts'] = [];

  const tierOf = (name: string): Fleet['tiers'][number] => {
    const found = fleet.tiers.find((tier) => tier.tier === name);
    if (!found) throw new Refusal(404, 'release/unknown', `there is no tier ${name}`);
    return found;
  };

  const advance = (now: number): void => {
    for (const [id, intent] of intents) {
      const tier = tierOf(intent.tier);
      intents.set(id, progress(intent, tier.nodes.length, now));
      const confirmedAt = intent.stages[0]?.at;
      if (confirmedAt && now - confirmedAt >= STAGE_DELAYS_MS.final && !applied.has(id)) {
        applied.add(id);
        applyIntent(tier, intent, now);
      }
    }
  };

  const read = ({ path, query, user, knows, now }: Asked): unknown => {
    const params = Object.fromEntries(query);
    if (path === '/tiers') return tierList(fleet, intents, now);
    if (path === '/nodes') return nodeList(fleet, now);
    if (path === '/rollouts') return rolloutHistory(fleet, RolloutHistoryQuery.parse(params), now);
    if (path === '/alerts') return alertList(fleet, AlertQuery.parse(params), now);
    if (path === '/audit') return auditPage(auditLog(fleet, []), AuditQuery.parse(params), now);
    if (path === '/audit/export')
      return (
        auditLog(fleet, [])
          .map((entry) => JSON.stringify(entry))
          .join('\n') + '\n'
      );
    if (path === '/tokens') return { now, tokens };
    if (path === '/whoami') return whoAmI(user, 'read', knows.read);
    if (path === '/whoami/admin') return whoAmI(user, 'admin', knows.admin);
    const [, area = '', id = '', sub = ''] = path.split('/');
    const found =
      area === 'nodes'
        ? nodeDetail(fleet, id, now)
        : area === 'rollouts'
          ? releaseDetail(fleet, id, Number(sub), now)
          : area === 'intents'
            ? intents.get(id)
            : undefined;
    if (found) return found;
    throw new Refusal(404, `${area.replace(/s$/, '')}/unknown`, `there is no ${path}`);
  };

  const act = ({ path, body, user, now }: Asked): unknown => {
    posts.push({ path, body, login: user.login });
    if (user.role !== 'Admin') throw new Refusal(403, 'grafana/missing-right', 'needs the role Admin');
    if (path === '/intents') {
      const request = IntentRequest.parse(body);
      const known = intents.get(request.id);
      if (known) return known;
      const tier = tierOf(request.tier);
      if (tier.directive?.rolloutId !== request.expectedRollout) {
        throw new Refusal(409, 'intent/stale', 'the rollout changed since you looked at it');
      }
      const same = [...intents.values()].find(
        (one) => one.kind === 'pause' && one.tier === request.tier && one.status !== 'final',
      );
      if (request.kind === 'pause' && same) return same;
      const prepared = prepare(tier, request, user.login, now);
      const intent = request.kind === 'pause' && request.confirm ? confirm(prepared, request.reason, now) : prepared;
      intents.set(intent.id, intent);
      return intent;
    }
    if (path === '/tokens') {
      const request = CreateJoinToken.parse(body);
      const row: JoinTokenRow = {
        id: request.id,
        tier: request.tier,
        createdAt: now as Ms,
        createdBy: user.login,
        expiresAt: (now + request.ttlMinutes * 60_000) as Ms,
        status: 'open',
        usedBy: null,
      };
      tokens = [row, ...tokens];
      return { row, token: `njt_${seededHex32(request.id).slice(2, 45)}` };
    }
    const [, area = '', id = '', verb = ''] = path.split('/');
    if (area === 'intents' && verb === 'confirm') {
      const intent = intents.get(id);
      if (!intent) throw new Refusal(404, 'intent/unknown', 'there is no such intent');
      const request = ConfirmRequest.parse(body);
      if (intent.kind === 'rollback' && request.typedTier !== intent.tier) {
        throw new Refusal(422, 'intent/refused', `type ${intent.tier} to confirm`);
      }
      if (intent.status !== 'prepared') return intent;
      const confirmed = confirm(intent, request.reason, now);
      intents.set(id, confirmed);
      return confirmed;
    }
    if (area === 'tokens' && verb === 'revoke') {
      tokens = tokens.map((row) => (row.id === id ? { ...row, status: 'revoked' } : row));
      if (tokens.some((row) => row.id === id)) return { id };
    }
    if (area === 'nodes') {
      const { typedId } = NodeAction.parse(body);
      if (verb === 'forget' && typedId !== id) throw new Refusal(400, 'request/invalid', 'the node’s id is not typed');
      for (const tier of fleet.tiers) {
        const node = tier.nodes.find((one) => one.nodeId === id);
        if (!node) continue;
        if (verb === 'suspend' || verb === 'resume') node.suspended = verb === 'suspend';
        if (verb === 'forget') tier.nodes = tier.nodes.filter((one) => one !== node);
        return { nodeId: node.nodeId };
      }
    }
    throw new Refusal(404, 'route/unknown', `there is no POST ${path}`);
  };

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      sendError(response, error);
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const [, scenario] = /^\/fixture\/show\/([a-z-]+)$/.exec(url.pathname) ?? [];
    if (scenario !== undefined) {
      show(scenario as Scenario);
      response.writeHead(204).end();
      return;
    }
    if (fleet.down) {
      request.socket.destroy();
      return;
    }
    const now = Date.now();
    advance(now);
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
    sendAnswer(request, response, request.method === 'POST' ? act(asked) : read(asked));
  }

  function show(scenario: Scenario): void {
    fleet = makeFleet(scenario, Date.now());
    intents = new Map();
    applied = new Set();
    posts.length = 0;
  }

  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show,
    posts,
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

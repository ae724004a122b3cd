import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createTelemetry } from '@noderr/telemetry';
import { type DemoRelease } from './behaviour.ts';
import { Ledger } from './ledger.ts';
import { moodAfter, moodOf } from './mood.ts';
import { startOrderTraffic } from './order-traffic.ts';
import { MARKETS, TradingDesk } from './trading-desk.ts';

const BLOCK_MS = 500;
const SICK_AFTER_MS = 20_000;

const release = JSON.parse(readFileSync(new URL('release.json', import.meta.url), 'utf8')) as DemoRelease;
const dataDir = process.env.DATA_DIR ?? '/data';
const ledgerPath = `${dataDir}/ledger.ndjson`;
const port = Number(process.env.PORT ?? 8080);
const host = process.env.LISTEN_HOST ?? '0.0.0.0';
const startedAt = Date.now();
const telemetry = await createTelemetry({ service: 'demo-node' });
const { logger } = telemetry;

if (release.fault === 'crash') {
  logger.error({ version: release.version }, 'giving up: this release crashes at its start');
  process.exit(1);
}

writeBallast();
const ledger = new Ledger(ledgerPath);
logger.info({ version: release.version, height: ledger.height }, 'demo node starts');
if (release.fault === 'corrupt-data') truncateSync(ledgerPath, 10);
let mood = moodOf(release.fault);
const desk = new TradingDesk(telemetry.trading(MARKETS), process.env.SEED ?? 'demo');

const blocks = setInterval(() => {
  if (release.fault !== 'chain-stuck' && release.fault !== 'corrupt-data') ledger.append(release.version, Date.now());
}, BLOCK_MS);

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://demo-node');
  const route = `${request.method ?? ''} ${pathname.replace(/^\/orders\/\w+$/, '/orders/:id')}`;
  serve(route, searchParams, response).catch((error: unknown) => {
    telemetry.errors.capture(error);
    logger.error({ err: error }, 'request not served');
    if (!response.headersSent) answer(response, 500, { message: 'failed' });
  });
});
telemetry.instrumentServer(server, ['/health', '/status', '/metrics', '/mood', '/orders/:id']);
server.listen(port, host);
const stopOrders = startOrderTraffic(host === '0.0.0.0' ? '127.0.0.1' : host, port);

process.on('SIGTERM', () => {
  if (release.fault === 'hangs-in-stop') {
    logger.warn('ignoring SIGTERM: this release hangs in stop');
    return;
  }
  clearInterval(blocks);
  stopOrders();
  server.close(() => {
    logger.info({ height: ledger.height }, 'demo node stopped');
    process.exit(0);
  });
  server.closeAllConnections();
});

async function serve(route: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
  switch (route) {
    case 'GET /health': {
      const healthy = isHealthy();
      answer(response, healthy ? 200 : 503, { healthy, version: release.version });
      return;
    }
    case 'GET /status':
      answer(response, 200, {
        version: release.version,
        height: ledger.height,
        peers: 3,
        uptimeMs: Date.now() - startedAt,
      });
      return;
    case 'GET /metrics': {
      const text = await telemetry.registry.metrics();
      response.writeHead(200, { 'content-type': telemetry.registry.contentType }).end(text);
      return;
    }
    case 'POST /orders/:id':
      await takeOrder(response);
      return;
    case 'POST /mood': {
      const next = moodAfter(mood, query);
      mood = next ?? mood;
      answer(response, next ? 200 : 400, mood);
      return;
    }
    default:
      answer(response, 404, { message: 'GET /health, /status or /metrics, POST /orders/ID or /mood' });
  }
}

async function takeOrder(response: ServerResponse): Promise<void> {
  const { delayMs, errorRatio, rejectRatio } = mood;
  await delay(delayMs);
  if (Math.random() < errorRatio) throw new Error('the venue does not answer');
  const order = desk.trade(rejectRatio, delayMs / 1000);
  logger.info({ ...order }, 'order placed');
  answer(response, 200, order);
}

function isHealthy(): boolean {
  return mood.healthy === 1 && !(release.fault === 'sick-later' && Date.now() - startedAt >= SICK_AFTER_MS);
}

function writeBallast(): void {
  const path = `${dataDir}/ballast`;
  if (release.ballastBytes > 0 && !existsSync(path)) writeFileSync(path, randomBytes(release.ballastBytes));
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

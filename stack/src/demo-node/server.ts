import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type DemoRelease } from './behaviour.ts';
import { Ledger } from './ledger.ts';

const BLOCK_MS = 500;
const SICK_AFTER_MS = 20_000;

const release = JSON.parse(readFileSync(new URL('release.json', import.meta.url), 'utf8')) as DemoRelease;
const dataDir = process.env.DATA_DIR ?? '/data';
const ledgerPath = `${dataDir}/ledger.ndjson`;
const startedAt = Date.now();

function log(message: string, fields: Record<string, unknown> = {}): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), level: 'info', message, ...fields }));
}

if (release.fault === 'crash') {
  log('giving up: this release crashes at its start', { version: release.version });
  process.exit(1);
}

writeBallast();
const ledger = new Ledger(ledgerPath);
log('demo node starts', { version: release.version, height: ledger.height });
if (release.fault === 'corrupt-data') truncateSync(ledgerPath, 10);

const blocks = setInterval(() => {
  if (release.fault !== 'chain-stuck' && release.fault !== 'corrupt-data') ledger.append(release.version, Date.now());
}, BLOCK_MS);

const server = createServer((request, response) => {
  switch (request.url) {
    case '/health': {
      const healthy = isHealthy();
      answer(response, healthy ? 200 : 503, { healthy, version: release.version });
      return;
    }
    case '/status':
      answer(response, 200, {
        version: release.version,
        height: ledger.height,
        peers: 3,
        uptimeMs: Date.now() - startedAt,
      });
      return;
    default:
      answer(response, 404, { message: 'GET /health or /status' });
  }
});
server.listen(Number(process.env.PORT ?? 8080), process.env.LISTEN_HOST ?? '0.0.0.0');

process.on('SIGTERM', () => {
  if (release.fault === 'hangs-in-stop') {
    log('ignoring SIGTERM: this release hangs in stop');
    return;
  }
  clearInterval(blocks);
  server.close(() => {
    log('demo node stopped', { height: ledger.height });
    process.exit(0);
  });
  server.closeAllConnections();
});

function isHealthy(): boolean {
  switch (release.fault) {
    case 'unhealthy':
    case 'corrupt-data':
      return false;
    case 'sick-later':
      return Date.now() - startedAt < SICK_AFTER_MS;
    default:
      return true;
  }
}

function writeBallast(): void {
  const path = `${dataDir}/ballast`;
  if (release.ballastBytes > 0 && !existsSync(path)) writeFileSync(path, randomBytes(release.ballastBytes));
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

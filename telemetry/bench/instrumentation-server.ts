import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Counter, Histogram, Registry } from '@prometheus-io/client';
import { createTelemetry, HTTP_BUCKETS_S } from '@noderr/telemetry';
import { BODY, VARIANTS, type Variant } from './variant.ts';

/** Serves the three variants in one process, and tells its CPU time when it is asked. */
async function main(): Promise<void> {
  const servers: Record<Variant, Server> = {
    plain: createServer(answer),
    bare: bare(),
    telemetry: await instrumented(),
  };
  const ports: Partial<Record<Variant, number>> = {};
  for (const variant of VARIANTS) {
    await once(servers[variant].listen(0, '127.0.0.1'), 'listening');
    const address = servers[variant].address();
    if (typeof address === 'object' && address) ports[variant] = address.port;
  }
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuUs: user + system });
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ ports });
}

function answer(_request: IncomingMessage, response: ServerResponse): void {
  response.end(BODY);
}

/** What one writes by hand with the client: a counter and a histogram, both with the labels given at each request. */
function bare(): Server {
  const registers = [new Registry()];
  const requests = new Counter({ name: 'requests', help: 'x', labelNames: ['method', 'route', 'code'], registers });
  const durations = new Histogram({
    name: 'duration',
    help: 'x',
    labelNames: ['route'],
    buckets: [...HTTP_BUCKETS_S],
    registers,
  });
  return createServer((request, response) => {
    const started = performance.now();
    response.once('finish', () => {
      const route = '/orders/:id';
      requests.inc({ method: request.method ?? '', route, code: response.statusCode });
      durations.observe({ route }, (performance.now() - started) / 1000);
    });
    answer(request, response);
  });
}

async function instrumented(): Promise<Server> {
  const telemetry = await createTelemetry({ service: 'bench' });
  const server = createServer(answer);
  telemetry.instrumentServer(server, ['/health', '/orders/:id']);
  return server;
}

await main();

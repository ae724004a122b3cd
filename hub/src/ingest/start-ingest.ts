import { type Signal } from '@noderr/protocol';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { type HubApp } from '../app.ts';
import { type Clock } from '../clock.ts';
import { type Settings } from '../config/read-settings.ts';
import { type Fleet } from '../fleet/fleet.ts';
import { type KeyRing } from '../identity/key-ring.ts';
import { listenOn } from '../listen.ts';
import { type HubMetrics } from '../metrics/hub-metrics.ts';
import { problemOf } from '../problem/error-handler.ts';
import { HubError } from '../problem/hub-error.ts';
import { keepRawBody } from '../raw-body.ts';
import { serverOptions } from '../server-options.ts';
import { createGateway } from './gateway.ts';
import { createInFlight } from './in-flight.ts';
import { createIngestMetrics } from './ingest-metrics.ts';
import { MAX_BODY_BYTES, registerIngestRoutes } from './ingest-routes.ts';
import { createNodeQuota } from './node-quota.ts';
import { createSeriesCensus } from './series-census.ts';
import { createStore, type Store } from './store.ts';

/** A store that is slower than this is not there; milliseconds. */
const STORE_TIMEOUT_MS = 30_000;
/** A node has its agent and at most four services. */
const STREAMS_PER_NODE = 16;

export interface IngestDeps {
  audience: string;
  keys: Pick<KeyRing, 'find'>;
  fleet: Pick<Fleet, 'get'>;
  metrics: Pick<HubMetrics, 'registry' | 'countRefusal'>;
  clock: Clock;
  logger: FastifyBaseLogger;
}

export interface Ingest {
  /** Where it listens. */
  readonly url: string;
  close(): Promise<void>;
}

/** Takes in the telemetry of nodes on a listener of its own, so that its connections and bodies are no one else's. */
export async function startIngest(settings: Settings, port: number, deps: IngestDeps): Promise<Ingest> {
  const { clock, logger } = deps;
  const stores = {
    metrics: storeOf(settings, settings.prometheusUrl, settings.secrets.stores.prometheus),
    logs: storeOf(settings, settings.lokiUrl, settings.secrets.stores.loki),
  } satisfies Record<Signal, Store | null>;
  const ingest = createIngestMetrics(deps.metrics.registry);
  const perSecond = {
    bytes: settings.ingestBytesPerSecond,
    samples: settings.ingestSamplesPerSecond,
    lines: settings.ingestLinesPerSecond,
  };
  const quota = { metrics: createNodeQuota(perSecond, clock), logs: createNodeQuota(perSecond, clock) };
  const census = {
    metrics: createSeriesCensus(settings.ingestSeriesPerNode, clock),
    logs: createSeriesCensus(STREAMS_PER_NODE, clock),
  };
  const gateway = createGateway({ stores, quota, census, metrics: ingest, clock, logger });

  const { requestTimeoutMs, trustedProxies } = settings;
  const listener = { requestTimeoutMs, trustedProxies, tls: settings.secrets.tls };
  const app = Fastify(serverOptions(listener, logger, MAX_BODY_BYTES)) as unknown as HubApp;
  takeBytes(app);
  app.setErrorHandler((error, _request, reply) => {
    const { status, problem } = problemOf(error);
    if (problem.code === 'internal/failed') logger.error({ err: error }, 'taking in telemetry failed');
    return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(problem);
  });
  app.setNotFoundHandler(() => {
    throw new HubError('route/unknown', 'this listener takes telemetry alone');
  });
  const { cluster } = settings;
  const routes = { ...deps, cluster, quota, inFlight: createInFlight(), gateway, ingest };
  await app.register((scope, _options, done) => {
    registerIngestRoutes(scope, routes);
    done();
  });
  const url = await listenOn(app, { host: settings.ingestHost, port }, 'ingest');
  logger.info({ url, metrics: stores.metrics !== null, logs: stores.logs !== null }, 'telemetry is taken in');
  return {
    url,
    async close() {
      await app.close();
      stores.metrics?.close();
      stores.logs?.close();
    },
  };
}

/** Bodies are kept as they come: they are passed on unchanged. */
function takeBytes(app: HubApp): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    keepRawBody(request, body);
    done(null, undefined);
  });
}

function storeOf({ tenantHeader }: Settings, url: string | undefined, authorization: string | null): Store | null {
  if (url === undefined) return null;
  const [name, value] = tenantHeader?.split(': ') ?? [];
  const headers = {
    ...(name !== undefined && value !== undefined ? { [name.toLowerCase()]: value } : {}),
    ...(authorization === null ? {} : { authorization }),
  };
  return createStore({ url, headers, timeoutMs: STORE_TIMEOUT_MS });
}

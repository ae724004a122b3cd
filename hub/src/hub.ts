import { nodeTokenAudience } from '@noderr/protocol';
import { type FastifyBaseLogger } from 'fastify';
import { type RegisterRoutes } from './app.ts';
import { buildApp } from './build-app.ts';
import { type Clock, systemClock } from './clock.ts';
import { type ControlPlane, type HubCore } from './hub-core.ts';
import { startIngest } from './ingest/start-ingest.ts';
import { listenOn } from './listen.ts';
import { createHubMetrics } from './metrics/hub-metrics.ts';
import { openCore } from './open-core.ts';
import { registerEnrollRoute } from './routes/node/enroll.ts';
import { registerEventsRoute } from './routes/node/events.ts';
import { registerHeartbeatRoute } from './routes/node/heartbeat.ts';
import { registerAlertRoutes } from './routes/ops/alerts.ts';
import { registerHealthRoute } from './routes/ops/health.ts';
import { registerMetricsRoute } from './routes/ops/metrics.ts';
import { registerNodeDiscoveryRoute } from './routes/ops/node-discovery.ts';
import { registerOpenApiRoute } from './routes/ops/openapi.ts';
import { type Settings } from './config/read-settings.ts';
import { HUB_VERSION } from './version.ts';

export interface HubDeps {
  logger: FastifyBaseLogger;
  clock?: Clock;
  /** Process id, in a Postgres server, of the connection that holds the lock of the hub that acts. */
  holderPid?: number | undefined;
  /** Chain, rollouts and actions over the core. */
  startControl: (settings: Settings, core: HubCore) => Promise<ControlPlane>;
}

export interface Hub {
  /** Where it listens, such as `http://127.0.0.1:8480`. */
  readonly url: string;
  /** Where it takes in telemetry; null where it does not. */
  readonly ingestUrl: string | null;
  close(): Promise<void>;
}

/** Builds the hub in order and listens; what was started is stopped again when a later part fails. */
export async function startHub(
  settings: Settings,
  { logger, clock = systemClock, holderPid, startControl }: HubDeps,
): Promise<Hub> {
  const closers: (() => Promise<void>)[] = [];
  async function close(): Promise<void> {
    for (const stop of closers.splice(0).reverse()) await stop();
  }

  try {
    const core = await openCore(settings.database, { clock, logger, holderPid });
    closers.push(() => core.close());
    const metrics = createHubMetrics();
    core.events.onOutcome((outcome) => {
      metrics.observeOutcome(outcome);
    });
    const control = await startControl(settings, core);
    closers.push(() => control.close());

    const audience = nodeTokenAudience(settings.chainId, settings.versionBeaconAddress);
    const { db, keys, fleet, events, audit, alerts } = core;
    const { hints, rollouts, signer } = control;
    const forNodes = { db, keys, fleet, events, audit, hints, metrics, clock, audience };
    const scrapeTokens = settings.secrets.scrape;
    const routes: RegisterRoutes[] = [
      (scope) => {
        registerEnrollRoute(scope, forNodes);
      },
      (scope) => {
        registerHeartbeatRoute(scope, forNodes);
      },
      (scope) => {
        registerEventsRoute(scope, forNodes);
      },
      (scope) => {
        registerMetricsRoute(scope, { metrics, fleet, events, rollouts, signer, clock, scrapeTokens });
      },
      (scope) => {
        registerNodeDiscoveryRoute(scope, { metrics, fleet, clock, scrapeTokens });
      },
      (scope) => {
        registerHealthRoute(scope, { db, version: HUB_VERSION });
      },
      registerOpenApiRoute,
      control.routes,
    ];
    const alertSecrets = settings.secrets.alerts;
    if (alertSecrets.length > 0) {
      routes.push((scope) => {
        registerAlertRoutes(scope, { alerts, secrets: alertSecrets, metrics });
      });
    }
    const { requestTimeoutMs, requestsPerMinute, trustedProxies } = settings;
    const app = await buildApp(
      { requestTimeoutMs, requestsPerMinute, trustedProxies, tls: settings.secrets.tls, version: HUB_VERSION },
      { logger, routes },
    );
    closers.push(() => app.close());
    const url = await listenOn(app, { host: settings.listenHost, port: settings.listenPort }, 'listen');
    logger.info({ url, nodes: fleet.list().length }, 'the hub listens');
    const ingest =
      settings.ingestPort === undefined
        ? null
        : await startIngest(settings, settings.ingestPort, { audience, keys, fleet, metrics, clock, logger });
    if (ingest) closers.push(() => ingest.close());
    return { url, ingestUrl: ingest?.url ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

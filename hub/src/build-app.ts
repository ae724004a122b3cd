import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyServerOptions } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { type HubApp, type RegisterRoutes } from './app.ts';
import { parseJsonBodies } from './json-bodies.ts';
import { handleError, problemOf } from './problem/error-handler.ts';
import { HubError } from './problem/hub-error.ts';
import { serializerCompiler, validatorCompiler } from './problem/zod-compilers.ts';

export interface AppOptions {
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  tls: { cert: Buffer; key: Buffer } | null;
  /** Milliseconds in which a whole request must have arrived. */
  requestTimeoutMs: number;
  /** Requests a minute from one address, node routes apart (they are limited per node). */
  requestsPerMinute: number;
  version: string;
}

export interface AppDeps {
  logger: FastifyBaseLogger;
  /** In order; each is encapsulated, so its hooks and parsers are its own. */
  routes: readonly RegisterRoutes[];
}

const DEFAULT_BODY_LIMIT = 64 * 1024;
const MAX_HEADER_BYTES = 8 * 1024;

/** Makes the hub's app without listening; `routes` are what it serves. */
export async function buildApp(options: AppOptions, deps: AppDeps): Promise<HubApp> {
  const http = {
    headersTimeout: Math.min(5_000, options.requestTimeoutMs),
    // How often Node looks for connections that have overrun their time.
    connectionsCheckingInterval: Math.min(1_000, options.requestTimeoutMs),
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const common: FastifyServerOptions = {
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: options.requestTimeoutMs,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    frameworkErrors: (error, _request, reply) => {
      const { status, problem } = problemOf(error);
      reply.hijack();
      reply.raw.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(problem));
    },
    routerOptions: { maxParamLength: 128, ignoreTrailingSlash: false, caseSensitive: true },
  };
  // Fastify's types tell an https server from an http one; nothing here depends on which it is.
  const transport = options.tls ? { https: { ...http, ...options.tls } } : { http };
  const app = Fastify({ ...common, ...transport } as FastifyServerOptions) as unknown as HubApp;

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((request) => {
    throw new HubError('route/unknown', `there is no ${request.method} ${request.url.split('?')[0] ?? ''}`);
  });
  parseJsonBodies(app);

  await app.register(helmet, { contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] } } });
  await app.register(rateLimit, {
    global: true,
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    cache: 10_000,
    errorResponseBuilder: (_request, { after }) =>
      new HubError('request/rate-limited', `too many requests: try again in ${after}`),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Noderr Hub', version: options.version, description: 'Fleet, rollouts and actions of Noderr Hub' },
    },
    transform: jsonSchemaTransform,
  });
  for (const register of deps.routes) {
    await app.register((scope, _options, done) => {
      register(scope);
      done();
    });
  }
  await app.ready();
  return app;
}

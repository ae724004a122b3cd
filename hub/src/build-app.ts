import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { type HubApp, type RegisterRoutes } from './app.ts';
import { parseJsonBodies } from './json-bodies.ts';
import { handleError } from './problem/error-handler.ts';
import { HubError } from './problem/hub-error.ts';
import { serializerCompiler, validatorCompiler } from './problem/zod-compilers.ts';
import { type ListenerOptions, serverOptions } from './server-options.ts';

export interface AppOptions extends ListenerOptions {
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

/** Makes the hub's app without listening; `routes` are what it serves. */
export async function buildApp(options: AppOptions, deps: AppDeps): Promise<HubApp> {
  const app = Fastify(serverOptions(options, deps.logger, DEFAULT_BODY_LIMIT)) as unknown as HubApp;

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

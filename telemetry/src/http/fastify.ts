import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type HttpMetrics } from './http-metrics.ts';

/** As much of a Fastify request as is read. */
export interface FastifyRequestLike {
  raw: IncomingMessage;
  routeOptions: { url?: string | undefined };
}

/** As much of a Fastify instance as is used; give the root instance, before its routes. */
export interface FastifyLike {
  server: Server;
  addHook(
    name: 'onRequest',
    hook: (request: FastifyRequestLike, reply: { raw: ServerResponse }, done: () => void) => void,
  ): unknown;
}

export function instrumentFastify(metrics: HttpMetrics, app: FastifyLike): void {
  metrics.countConnections(app.server);
  app.addHook('onRequest', (request, reply, done) => {
    metrics.watch(request.raw, reply.raw, () => request.routeOptions.url);
    done();
  });
}

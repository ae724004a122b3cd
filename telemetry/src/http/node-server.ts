import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type HttpMetrics } from './http-metrics.ts';
import { RoutePatterns } from './route-patterns.ts';

/** Instruments a bare node:http server; `routes` are its paths as patterns. Returns what ends it. */
export function instrumentServer(metrics: HttpMetrics, server: Server, routes: readonly string[]): () => void {
  const patterns = new RoutePatterns(routes);
  const arrived = (request: IncomingMessage, response: ServerResponse): void => {
    metrics.watch(request, response, () => patterns.match(request.url ?? ''));
  };
  metrics.countConnections(server);
  server.prependListener('request', arrived);
  return () => {
    server.off('request', arrived);
  };
}

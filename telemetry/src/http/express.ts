import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type HttpMetrics } from './http-metrics.ts';
import { RoutePatterns } from './route-patterns.ts';

/** What Express and Connect add to a request; only the matched route has a pattern, `baseUrl` is the raw path. */
type RoutedRequest = IncomingMessage & {
  baseUrl?: unknown;
  route?: { path: string | RegExp | (string | RegExp)[] } | undefined;
};

/** Express middleware, typed by structure. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Stands for the mount path of a router that was not declared: it may hold ids, so it never becomes a label. */
export const UNDECLARED_MOUNT = '(mount)';

/** The middleware to use first; `mounts` are the paths of mounted routers as patterns, such as `/users/:id`. */
export function expressMiddleware(metrics: HttpMetrics, mounts: readonly string[]): Middleware {
  const patterns = new RoutePatterns(mounts);
  return (request, response, next) => {
    metrics.watch(request, response, () => routeOf(request, patterns));
    next();
  };
}

function routeOf({ baseUrl, route }: RoutedRequest, mounts: RoutePatterns): string | undefined {
  if (route === undefined) return undefined;
  const path = String(route.path);
  if (typeof baseUrl !== 'string' || baseUrl === '') return path;
  return `${mounts.match(baseUrl) ?? UNDECLARED_MOUNT}${path}`;
}

import { type Registry } from '@prometheus-io/client';
import { type ErrorLog } from '../errors/error-log.ts';
import { type Listener, type ListenOptions, sendJson, startLoopbackListener } from './loopback-listener.ts';

/** Serves `GET /metrics` in Prometheus' text format and `GET /errors`, the last distinct errors as JSON. */
export function startMetricsListener(options: ListenOptions, registry: Registry, errors: ErrorLog): Promise<Listener> {
  return startLoopbackListener(options, {
    'GET /metrics': async (_url, response) => {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    },
    'GET /errors': (_url, response) => {
      sendJson(response, errors.recent());
    },
  });
}

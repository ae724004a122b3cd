import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { scrape, type ScrapeDeps } from '../../metrics/scrape.ts';
import { HubError } from '../../problem/hub-error.ts';
import { createBearerCheck } from './scrape-token.ts';

export interface MetricsRouteDeps extends Omit<ScrapeDeps, 'registry'> {
  metrics: Pick<HubMetrics, 'registry' | 'countRefusal'>;
  scrapeTokens: readonly string[];
}

export function registerMetricsRoute(scope: HubApp, deps: MetricsRouteDeps): void {
  const check = createBearerCheck(deps.scrapeTokens);
  scope.addHook('onRequest', (request, _reply, done) => {
    check(request.headers.authorization);
    done();
  });
  scope.addHook('onError', (_request, _reply, error, done) => {
    if (error instanceof HubError) deps.metrics.countRefusal(error.code);
    done();
  });
  scope.get(
    '/metrics',
    {
      schema: {
        summary: 'Facts of the fleet and the rollouts for Prometheus',
        tags: ['operations'],
        response: { 200: { content: { 'text/plain': { schema: z.string() } } } },
      },
      serializerCompiler: () => String,
    },
    async (_request, reply) => {
      const text = await scrape({ ...deps, registry: deps.metrics.registry });
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  );
}

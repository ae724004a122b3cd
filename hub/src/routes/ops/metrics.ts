import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { scrape, type ScrapeDeps } from '../../metrics/scrape.ts';
import { requireScrapeToken } from './scrape-token.ts';

export interface MetricsRouteDeps extends Omit<ScrapeDeps, 'registry'> {
  metrics: Pick<HubMetrics, 'registry' | 'countRefusal'>;
  scrapeTokens: readonly string[];
}

export function registerMetricsRoute(scope: HubApp, deps: MetricsRouteDeps): void {
  requireScrapeToken(scope, deps.scrapeTokens, deps.metrics);
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

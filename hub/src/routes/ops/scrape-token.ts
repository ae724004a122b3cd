import { type HubApp } from '../../app.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { requireBearer } from './bearer-scope.ts';

/** Makes every route of the scope Prometheus's own. */
export function requireScrapeToken(
  scope: HubApp,
  tokens: readonly string[],
  metrics: Pick<HubMetrics, 'countRefusal'>,
): void {
  const refusal = { code: 'scrape/wrong-token', message: 'this route wants the scrape token' } as const;
  requireBearer(scope, { tokens, refusal }, metrics);
}

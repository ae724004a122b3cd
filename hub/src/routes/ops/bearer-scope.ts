import { type HubApp } from '../../app.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { HubError, type HubErrorCode } from '../../problem/hub-error.ts';
import { createSecretMatch } from '../../secret-match.ts';

export interface BearerScopeOptions {
  /** One or two; two while they are changed. */
  tokens: readonly string[];
  /** What a request without one of them is told. */
  refusal: { code: HubErrorCode; message: string };
}

/**
 * Makes every route of the scope want `Authorization: Bearer …` with one of the tokens, before a byte of the body is
 * read; constant time, refusals are counted.
 */
export function requireBearer(
  scope: HubApp,
  { tokens, refusal }: BearerScopeOptions,
  metrics: Pick<HubMetrics, 'countRefusal'>,
): void {
  const matches = createSecretMatch(tokens);
  scope.addHook('onRequest', (request, _reply, done) => {
    const presented = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    done(matches(presented) ? undefined : new HubError(refusal.code, refusal.message));
  });
  scope.addHook('onError', (_request, _reply, error, done) => {
    if (error instanceof HubError) metrics.countRefusal(error.code);
    done();
  });
}

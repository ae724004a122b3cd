import { type Problem } from '@noderr/protocol';

/**
 * Every code that the hub answers with, and its HTTP status. 401 only on routes of nodes and scrapers: through
 * Grafana's proxy a 401 makes the browser log in again and repeat the request, POST included.
 */
export const STATUS_OF = {
  'request/invalid': 400,
  'request/not-json': 415,
  'request/too-large': 413,
  'request/timeout': 408,
  'request/rate-limited': 429,
  'request/conflict': 409,
  'route/unknown': 404,
  'identity/missing': 401,
  'identity/malformed': 401,
  'identity/unknown-key': 401,
  'identity/revoked': 401,
  'identity/bad-signature': 401,
  'identity/wrong-audience': 401,
  'identity/wrong-request': 401,
  'identity/expired': 401,
  'identity/from-the-future': 401,
  'identity/wrong-body': 401,
  'identity/foreign': 403,
  'enrol/token-unknown': 403,
  'enrol/token-used': 403,
  'enrol/token-expired': 403,
  'enrol/token-revoked': 403,
  'enrol/other-tier': 403,
  'event/foreign-tier': 403,
  'event/wrong-id': 400,
  'event/bad-receipt': 400,
  'event/conflict': 409,
  'event/after-outcome': 409,
  'scrape/wrong-token': 401,
  'alert/wrong-secret': 401,
  // A batch that is bad for ever is 400, what may go well later 429 or 503: the agent keeps or drops it by that.
  'ingest/malformed': 400,
  'ingest/foreign-labels': 400,
  'ingest/reserved-name': 400,
  'ingest/out-of-window': 400,
  'ingest/too-many-series': 400,
  'ingest/refused-by-store': 400,
  'ingest/too-large': 413,
  'ingest/wrong-format': 415,
  'ingest/over-limit': 429,
  'ingest/busy': 503,
  'ingest/no-store': 503,
  'ingest/store-unavailable': 503,
  'node/unknown': 404,
  'token/unknown': 404,
  'token/not-open': 409,
  // Through Grafana's proxy: never 401.
  'grafana/wrong-secret': 403,
  'grafana/id-token-missing': 403,
  'grafana/id-token-invalid': 403,
  'grafana/keys-unreachable': 502,
  'grafana/missing-right': 403,
  'intent/unknown': 404,
  'intent/not-yours': 403,
  'intent/expired': 409,
  'intent/conflict': 409,
  'intent/stale': 409,
  'intent/refused': 422,
  'release/unknown': 404,
  'chain/stale': 409,
  'signer/frozen': 409,
  // Of a hub that waits; the same request goes well at the one that acts.
  'hub/standby': 503,
  'internal/failed': 500,
  'internal/unavailable': 503,
} as const satisfies Record<string, number>;

export type HubErrorCode = keyof typeof STATUS_OF;

/** A refusal that the caller can act on; the error handler turns it into a `Problem`. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: HubErrorCode;
  readonly issues: NonNullable<Problem['issues']> | undefined;

  constructor(
    code: HubErrorCode,
    message: string,
    options?: ErrorOptions & { issues?: NonNullable<Problem['issues']> },
  ) {
    super(message, options);
    this.code = code;
    this.issues = options?.issues;
  }
}

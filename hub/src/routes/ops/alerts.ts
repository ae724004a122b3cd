import { z } from 'zod';
import { type HubApp } from '../../app.ts';
import { type AlertBook } from '../../alerts/alert-book.ts';
import { Notification } from '../../alerts/notification.ts';
import { type HubMetrics } from '../../metrics/hub-metrics.ts';
import { requireBearer } from './bearer-scope.ts';

/** Where Alertmanager calls; which one says nothing that the alerts' own labels do not say. */
const ALERT_PATHS = ['/alerts', '/alerts/critical', '/alerts/warning'] as const;

/** A call of 2 000 alerts with long labels. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface AlertRoutesDeps {
  alerts: Pick<AlertBook, 'receive'>;
  secrets: readonly string[];
  metrics: Pick<HubMetrics, 'countRefusal'>;
}

export function registerAlertRoutes(scope: HubApp, { alerts, secrets, metrics }: AlertRoutesDeps): void {
  const refusal = { code: 'alert/wrong-secret', message: 'this route wants the secret of Alertmanager' } as const;
  requireBearer(scope, { tokens: secrets, refusal }, metrics);
  for (const path of ALERT_PATHS) {
    scope.post(
      path,
      {
        schema: {
          summary: 'Takes a notification of Alertmanager; one that was taken before changes nothing',
          tags: ['operations'],
          body: Notification,
          response: { 200: z.object({ news: z.int().nonnegative() }) },
        },
        bodyLimit: MAX_BODY_BYTES,
      },
      async (request) => ({ news: await alerts.receive(request.body, path) }),
    );
  }
}

import { type APIRequestContext } from '@playwright/test';

export const SOURCES = { prometheus: 'noderr-prometheus', loki: 'noderr-loki' } as const;
export const NO_GRAFANA = "needs Grafana's own pages: name a Grafana in GRAFANA_HOME, or one that runs in GRAFANA_URL";

/** Whether Grafana reaches the store behind one of its data sources. */
export async function sourceAnswers(request: APIRequestContext, uid: string): Promise<boolean> {
  const health = await request.get(`/api/datasources/uid/${uid}/health`);
  return health.ok();
}

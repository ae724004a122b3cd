import { z } from 'zod';

const Alerts = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }),
  }),
);
export type ActiveAlert = z.infer<typeof Alerts>[number];

const TIMEOUT_MS = 10_000;

/** Alertmanager's own API, as its page uses it. */
export interface AlertmanagerApi {
  /** Alerts that fire now and carry all of these labels, inhibited ones included. */
  active(labels: Readonly<Record<string, string>>): Promise<ActiveAlert[]>;
  /** Raises an alert as a rule would; it ends by itself when it is not raised again for 5 minutes. */
  raise(labels: Readonly<Record<string, string>>, summary: string): Promise<void>;
  /** Ends an alert that was raised. */
  end(labels: Readonly<Record<string, string>>): Promise<void>;
}

export function alertmanagerApi(url: string): AlertmanagerApi {
  const alerts = `${url}/api/v2/alerts`;

  async function post(alert: object): Promise<void> {
    const response = await fetch(alerts, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([alert]),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
  }

  return {
    async active(labels) {
      const filters = new URLSearchParams();
      for (const [name, value] of Object.entries(labels)) filters.append('filter', `${name}=${JSON.stringify(value)}`);
      const response = await fetch(`${alerts}?${filters.toString()}`, {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return Alerts.parse(await response.json());
    },
    raise: (labels, summary) => post({ labels, annotations: { summary } }),
    end: (labels) => post({ labels, endsAt: new Date().toISOString() }),
  };
}

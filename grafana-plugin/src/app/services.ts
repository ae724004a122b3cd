import { QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { createHubClient, type HubClient } from '../api/hub-client.ts';
import { createHubRequest } from '../api/hub-request.ts';
import { type Transport } from '../api/transport.ts';
import { createHubClock, type HubClock } from './hub-clock.ts';
import { browserTimer, createTicker, type Ticker } from './ticker.ts';

/** What the pages work with; made once per mount of the app. */
export interface Services {
  client: HubClient;
  clock: HubClock;
  ticker: Ticker;
  queryClient: QueryClient;
  permissions: Readonly<Record<string, boolean>>;
  /** An IANA name, `utc` or `browser`. */
  timezone: string;
}

const Dated = z.object({ now: z.number() });

export function createServices(options: {
  transport: Transport;
  permissions: Readonly<Record<string, boolean>>;
  timezone: string;
  localNow?: () => number;
}): Services {
  const clock = createHubClock(options.localNow ?? Date.now);
  const request = createHubRequest(options.transport, (value) => {
    const dated = Dated.safeParse(value);
    if (dated.success) clock.observe(dated.data.now);
  });
  const queryClient = new QueryClient({
    defaultOptions: {
      // The poll is the retry; a failed one keeps the last data on the page.
      queries: { retry: false, gcTime: 10 * 60_000, networkMode: 'always', refetchOnWindowFocus: true },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return {
    client: createHubClient(request),
    clock,
    ticker: createTicker(() => clock.now(), browserTimer),
    queryClient,
    permissions: options.permissions,
    timezone: options.timezone,
  };
}

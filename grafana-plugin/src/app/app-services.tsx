import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { grafanaTransport, userPermissions, userTimezone } from '../runtime.ts';
import { createServices } from './services.ts';
import { ServicesContext } from './services-context.ts';

/** Gives the pages below it what they work with, made from the Grafana around them. */
export function AppServices({ children }: { children: ReactNode }): ReactElement {
  const [services] = useState(() =>
    createServices({ transport: grafanaTransport, permissions: userPermissions(), timezone: userTimezone() }),
  );
  return (
    <ServicesContext.Provider value={services}>
      <QueryClientProvider client={services.queryClient}>{children}</QueryClientProvider>
    </ServicesContext.Provider>
  );
}

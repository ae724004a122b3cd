import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Route, Routes } from 'react-router-dom';
import { grafanaTransport, userPermissions, userTimezone } from '../runtime.ts';
import { LazyPages } from './pages.tsx';
import { ROUTES } from './paths.ts';
import { createServices } from './services.ts';
import { ServicesContext } from './services-context.ts';

export function RootPage(): ReactElement {
  const [services] = useState(() =>
    createServices({ transport: grafanaTransport, permissions: userPermissions(), timezone: userTimezone() }),
  );
  return (
    <ServicesContext.Provider value={services}>
      <QueryClientProvider client={services.queryClient}>
        <Routes>
          <Route path={ROUTES.nodes} element={<LazyPages.Nodes />} />
          <Route path={ROUTES.node} element={<LazyPages.Node />} />
          <Route path={ROUTES.release} element={<LazyPages.Release />} />
          <Route path={ROUTES.timeline} element={<LazyPages.Timeline />} />
          <Route path={ROUTES.versions} element={<LazyPages.Versions />} />
          <Route path={ROUTES.audit} element={<LazyPages.Audit />} />
          <Route path={ROUTES.enrolment} element={<LazyPages.Enrolment />} />
          <Route path="*" element={<LazyPages.Home />} />
        </Routes>
      </QueryClientProvider>
    </ServicesContext.Provider>
  );
}

import { type ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { AppServices } from './app-services.tsx';
import { LazyPages } from './pages.tsx';
import { ROUTES } from './paths.ts';

export function RootPage(): ReactElement {
  return (
    <AppServices>
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
    </AppServices>
  );
}

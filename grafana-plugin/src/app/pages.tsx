import { type ComponentType, type ReactElement } from 'react';
import { ChunkFailed } from './chunk-states.tsx';
import { lazyComponent } from './lazy-component.tsx';
import { PageFrame } from './page-frame.tsx';
import { ChunkLoading } from './chunk-states.tsx';

type Page = ComponentType<object>;

function lazyPage(load: () => Promise<Page>): (props: object) => ReactElement {
  return lazyComponent(load, {
    loading: () => (
      <PageFrame name="loading">
        <ChunkLoading />
      </PageFrame>
    ),
    failed: (error) => (
      <PageFrame name="failed">
        <ChunkFailed error={error} />
      </PageFrame>
    ),
  });
}

/** Each page in a chunk of its own. */
export const LazyPages = {
  Home: lazyPage(async () => (await import('../pages/home/home-page.tsx')).HomePage),
  Nodes: lazyPage(async () => (await import('../pages/nodes/nodes-page.tsx')).NodesPage),
  Node: lazyPage(async () => (await import('../pages/node/node-page.tsx')).NodePage),
  Release: lazyPage(async () => (await import('../pages/release/release-page.tsx')).ReleasePage),
  Timeline: lazyPage(async () => (await import('../pages/timeline/timeline-page.tsx')).TimelinePage),
  Versions: lazyPage(async () => (await import('../pages/versions/versions-page.tsx')).VersionsPage),
  Audit: lazyPage(async () => (await import('../pages/audit/audit-page.tsx')).AuditLogPage),
  Enrolment: lazyPage(async () => (await import('../pages/enrolment/enrolment-page.tsx')).EnrolmentPage),
};

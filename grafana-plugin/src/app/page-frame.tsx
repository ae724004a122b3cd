import { type ReactElement, type ReactNode } from 'react';
import { PluginPage } from '../runtime.ts';
import { testIds } from '../test-ids.ts';
import { ErrorBoundary } from './error-boundary.tsx';

interface PageFrameProps {
  /** Stable name for tests. */
  name: string;
  subTitle?: ReactNode;
  actions?: ReactNode;
  /** Pages below another one have a title of their own and a way up. */
  below?: { title: string; parent: { text: string; url: string }; url: string };
  children: ReactNode;
}

/** Grafana's page around one of ours. */
export function PageFrame({ name, subTitle, actions, below, children }: PageFrameProps): ReactElement {
  return (
    <PluginPage
      subTitle={subTitle}
      actions={actions}
      {...(below && { pageNav: { text: below.title, url: below.url, parentItem: below.parent } })}
    >
      <div data-testid={testIds.page(name)}>
        <ErrorBoundary resetKey={name}>{children}</ErrorBoundary>
      </div>
    </PluginPage>
  );
}

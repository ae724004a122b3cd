import { type ReactElement } from 'react';
import { useNodes } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EnrolLink } from '../../parts/enrol-link.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { nodesStrings } from '../../strings/nodes.ts';
import { NodeBrowser } from './node-browser.tsx';

/** Every node, searched, filtered and sorted by the address. */
export function NodesPage(): ReactElement {
  const nodes = useNodes();
  return (
    <PageFrame name="nodes">
      <LiveSection query={nodes} skeleton={[32, 32, 480]} empty={(data) => (data.total === 0 ? <NoNodes /> : null)}>
        {(data) => <NodeBrowser list={data} />}
      </LiveSection>
    </PageFrame>
  );
}

function NoNodes(): ReactElement {
  return (
    <EmptyState icon="sitemap" title={nodesStrings.noneYet}>
      <p>{nodesStrings.noneYetText}</p>
      <EnrolLink />
    </EmptyState>
  );
}

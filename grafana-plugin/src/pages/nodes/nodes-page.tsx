import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useNodes } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { homeStrings } from '../../strings/home.ts';
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
      <Link to={paths.enrolment()} style={{ textDecoration: 'underline' }}>
        {homeStrings.emptyEnrol}
      </Link>
    </EmptyState>
  );
}

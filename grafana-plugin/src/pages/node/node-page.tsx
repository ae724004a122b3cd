import { PERMISSIONS } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { isHubError } from '../../api/hub-error.ts';
import { useNode } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { MissingRight } from '../../parts/missing-right.tsx';
import { PageSection } from '../../parts/page-section.tsx';
import { pageNames } from '../../strings/page-names.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { AttemptList } from './attempt-list.tsx';
import { NodeActions } from './node-actions.tsx';
import { NodeAlerts } from './node-alerts.tsx';
import { NodeFacts } from './node-facts.tsx';
import { NodeOverview } from './node-overview.tsx';

/** One node: what it runs and wants, why it waits, what it tried. */
export function NodePage(): ReactElement {
  const { nodeId = '' } = useParams();
  const node = useNode(nodeId);
  return (
    <PageFrame
      name="node"
      below={{
        title: node.data?.name ?? shortId(nodeId),
        url: paths.node(nodeId),
        parent: { text: pageNames.nodes, url: paths.nodes() },
      }}
      actions={node.data && <NodeActions node={node.data} />}
    >
      {node.data === undefined && isHubError(node.error, 'not-found') ? (
        <EmptyState icon="question-circle" title={nodesStrings.notFound}>
          <code>{nodeId}</code>
        </EmptyState>
      ) : (
        <LiveSection query={node} skeleton={[110, 140, 240]}>
          {(data) => (
            <>
              <MissingRight right={PERMISSIONS.writeTokens} />
              <NodeOverview node={data} />
              <NodeFacts node={data} />
              <NodeAlerts node={data} />
              <PageSection title={nodesStrings.attempts}>
                <AttemptList node={data} />
              </PageSection>
            </>
          )}
        </LiveSection>
      )}
    </PageFrame>
  );
}

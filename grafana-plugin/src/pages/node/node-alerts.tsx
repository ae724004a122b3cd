import { type NodeDetail } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useAlerts } from '../../api/queries.ts';
import { AlertTable } from '../../parts/alert-table.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { PageSection } from '../../parts/page-section.tsx';
import { alertStrings } from '../../strings/alerts.ts';

/** What fires for this node now, and what has. */
export function NodeAlerts({ node }: { node: NodeDetail }): ReactElement {
  const alerts = useAlerts({ node: node.nodeId });
  return (
    <PageSection title={alertStrings.title}>
      <LiveSection query={alerts} skeleton={[80]}>
        {(data) => <AlertTable alerts={data.alerts} withNode={false} none={alertStrings.noneOfNode} />}
      </LiveSection>
    </PageSection>
  );
}

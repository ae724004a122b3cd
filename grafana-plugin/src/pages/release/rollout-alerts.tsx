import { NodeTier, type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useAlerts } from '../../api/queries.ts';
import { AlertTable } from '../../parts/alert-table.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { PageSection } from '../../parts/page-section.tsx';
import { alertStrings } from '../../strings/alerts.ts';
import { rolloutStart } from './cohort-course.ts';

/** Rows; the nodes of a bad rollout have an alert each, and pages of their own. */
const MOST = 15;

/** The alerts of the tier since this release began to roll out; only of the present rollout. */
export function RolloutAlerts({ detail }: { detail: ReleaseDetail }): ReactElement | null {
  const tier = NodeTier.safeParse(detail.release.tier);
  const since = rolloutStart(detail);
  if (detail.rollout === null || !tier.success || since === null) return null;
  return <AlertsSince tier={tier.data} since={since} />;
}

function AlertsSince({ tier, since }: { tier: NodeTier; since: number }): ReactElement {
  const alerts = useAlerts({ tier, since, limit: 500 });
  return (
    <PageSection title={alertStrings.title}>
      <LiveSection query={alerts} skeleton={[80]}>
        {(data) => <AlertTable alerts={data.alerts} withNode most={MOST} none={alertStrings.noneOfRollout} />}
      </LiveSection>
    </PageSection>
  );
}

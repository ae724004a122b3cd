import { type ReactElement } from 'react';
import { useAlerts, useRollouts, useTiers } from '../../api/queries.ts';
import { usePastFollows } from '../../api/use-past-follows.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { AsOfShown } from '../../parts/as-of-shown.ts';
import { Greyed, LiveSection } from '../../parts/live-section.tsx';
import { PageSection } from '../../parts/page-section.tsx';
import { homeStrings } from '../../strings/home.ts';
import { TimelineSection } from '../timeline/timeline-section.tsx';
import { VersionsChart } from '../versions/versions-chart.tsx';
import { HistoryTable } from './history-table.tsx';
import { HomeEmpty } from './home-empty.tsx';
import { TierCards } from './tier-cards.tsx';

/** Updates & Deployments. */
export function HomePage(): ReactElement {
  const tiers = useTiers();
  const history = useRollouts({});
  // A hub that does not tell of alerts takes nothing else from the page.
  const alerts = useAlerts({ status: 'firing', limit: 500 }).data?.alerts ?? [];
  usePastFollows(tiers.data);
  const nothing = tiers.data?.tiers.every((card) => card.nodes === 0 && card.directive === null) ?? false;
  return (
    <PageFrame name="home">
      <LiveSection query={tiers} skeleton={[230, 56]} empty={() => (nothing ? <HomeEmpty /> : null)}>
        {(data) => <TierCards data={data} alerts={alerts} unreachable={tiers.error !== null} />}
      </LiveSection>
      {tiers.data && !nothing && (
        <AsOfShown.Provider value={tiers.error !== null}>
          <PageSection title={homeStrings.sections.versions}>
            <Greyed grey={tiers.error !== null}>
              <VersionsChart tiers={tiers.data.tiers} />
            </Greyed>
          </PageSection>
          <PageSection title={homeStrings.sections.timeline}>
            <TimelineSection />
          </PageSection>
          <PageSection title={homeStrings.sections.history}>
            <LiveSection query={history} skeleton={[160]}>
              {(data) => <HistoryTable history={data} />}
            </LiveSection>
          </PageSection>
        </AsOfShown.Provider>
      )}
    </PageFrame>
  );
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { NODE_TIERS, NodeTier, type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useTiers } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EnrolLink } from '../../parts/enrol-link.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { PageSection } from '../../parts/page-section.tsx';
import { versionsStrings } from '../../strings/versions.ts';
import { VersionsChart } from './versions-chart.tsx';
import { VersionsTable } from './versions-table.tsx';

/** Which versions the nodes run, by tier; the address may name one tier. */
export function VersionsPage(): ReactElement {
  const styles = useStyles2(getStyles);
  const tiers = useTiers();
  const [search, setSearch] = useSearchParams();
  const only = NodeTier.safeParse(search.get('tier')).data ?? null;
  return (
    <PageFrame name="versions" subTitle={versionsStrings.subTitle}>
      <div className={styles.controls}>
        <RadioButtonGroup<NodeTier | 'every'>
          size="sm"
          aria-label={versionsStrings.tier}
          value={only ?? 'every'}
          options={[
            { label: versionsStrings.allTiers, value: 'every' },
            ...NODE_TIERS.map((tier) => ({ label: tier, value: tier })),
          ]}
          onChange={(value) => {
            setSearch(value === 'every' ? {} : { tier: value }, { replace: true });
          }}
        />
      </div>
      <LiveSection
        query={tiers}
        skeleton={[56, 56, 56, 240]}
        empty={(data) => (data.tiers.every(({ nodes }) => nodes === 0) ? <NoNodes /> : null)}
      >
        {(data) => <Shown cards={data.tiers.filter(({ tier }) => only === null || tier === only)} only={only} />}
      </LiveSection>
    </PageFrame>
  );
}

function Shown({ cards, only }: { cards: readonly TierCard[]; only: NodeTier | null }): ReactElement {
  if (only !== null && cards.every(({ nodes }) => nodes === 0)) return <p>{versionsStrings.emptyTier(only)}</p>;
  return (
    <>
      <VersionsChart tiers={cards} large />
      <PageSection title={versionsStrings.tableTitle}>
        <VersionsTable tiers={cards} />
      </PageSection>
    </>
  );
}

function NoNodes(): ReactElement {
  return (
    <EmptyState icon="layer-group" title={versionsStrings.empty}>
      <p>{versionsStrings.emptyText}</p>
      <EnrolLink />
    </EmptyState>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return { controls: css({ marginBottom: theme.spacing(2) }) };
}

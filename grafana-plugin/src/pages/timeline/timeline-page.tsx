import { Button } from '@grafana/ui';
import { type RolloutHistory, Tier } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useRollouts } from '../../api/queries.ts';
import { PageFrame } from '../../app/page-frame.tsx';
import { useNow } from '../../app/use-now.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { timelineStrings } from '../../strings/timeline.ts';
import { TimelineControls } from './timeline-controls.tsx';
import { formatRange, parseRange, queryOfRange, spanOfRange } from './timeline-range.ts';
import { TimelineView } from './timeline-view.tsx';

/** What happened to every tier, in the range that the address names. */
export function TimelinePage(): ReactElement {
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const range = parseRange(search);
  const tier = Tier.safeParse(search.get('tier')).data ?? null;
  const asTable = search.get('view') === 'table';
  const history = useRollouts(queryOfRange(range, now));

  const change: Parameters<typeof TimelineControls>[0]['onChange'] = (next) => {
    const wanted = { range, tier, asTable, ...next };
    setSearch(
      {
        ...formatRange(wanted.range),
        ...(wanted.tier !== null && { tier: wanted.tier }),
        ...(wanted.asTable && { view: 'table' }),
      },
      { replace: true },
    );
  };

  return (
    <PageFrame name="timeline">
      <TimelineControls
        range={range}
        tier={tier}
        asTable={asTable}
        linkSpan={() => spanOfRange(range, history.data ?? NOTHING, now)}
        onChange={change}
      />
      <LiveSection
        query={history}
        skeleton={[300, 24]}
        empty={(data) =>
          isEmpty(data) ? (
            <Nothing
              inRange={range.kind !== 'all'}
              onShowAll={() => {
                change({ range: { kind: 'all' } });
              }}
            />
          ) : null
        }
      >
        {(data) => (
          <TimelineView
            history={data}
            range={range}
            tier={tier}
            asTable={asTable}
            onShowAll={() => {
              change({ range: { kind: 'all' } });
            }}
          />
        )}
      </LiveSection>
    </PageFrame>
  );
}

const NOTHING: Pick<RolloutHistory, 'marks' | 'rollouts'> = { marks: [], rollouts: [] };

function isEmpty({ marks, rollouts }: RolloutHistory): boolean {
  return marks.length === 0 && rollouts.length === 0;
}

function Nothing({ inRange, onShowAll }: { inRange: boolean; onShowAll: () => void }): ReactElement {
  return (
    <EmptyState icon="clock-nine" title={inRange ? timelineStrings.nothingInRange : timelineStrings.empty}>
      <p>{timelineStrings.emptyText}</p>
      {inRange && (
        <Button size="sm" variant="secondary" onClick={onShowAll}>
          {timelineStrings.showAll}
        </Button>
      )}
    </EmptyState>
  );
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type RolloutHistory, type Tier } from '@noderr/protocol';
import { type ReactElement, useMemo, useState } from 'react';
import { useNow } from '../../app/use-now.ts';
import { TimelineChart } from '../../charts/timeline/timeline-chart.tsx';
import { type LaneChoice } from '../../charts/timeline/timeline-lane.tsx';
import { timelineStrings } from '../../strings/timeline.ts';
import { testIds } from '../../test-ids.ts';
import { TimelineDetail } from './timeline-detail.tsx';
import { TimelineLegend } from './timeline-legend.tsx';
import { spanOfRange, type TimelineRange } from './timeline-range.ts';
import { TimelineTable } from './timeline-table.tsx';
import { tiersOf } from './tiers-of.ts';

interface TimelineViewProps {
  history: RolloutHistory;
  range: TimelineRange;
  tier: Tier | null;
  asTable: boolean;
  onShowAll: () => void;
}

/** The chart with what was chosen below it, or the table. */
export function TimelineView({ history, range, tier, asTable, onShowAll }: TimelineViewProps): ReactElement {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const [choice, setChoice] = useState<LaneChoice | null>(null);
  const { from, to } = spanOfRange(range, history, now);
  const span = useMemo(() => ({ from, to }), [from, to]);
  const tiers = useMemo(() => tiersOf(history, tier), [history, tier]);
  const marks = history.marks.filter((mark) => tiers.includes(mark.tier) && mark.at >= from && mark.at <= to);
  return (
    <div data-testid={testIds.timeline}>
      {tiers.length === 0 ? (
        <p className={styles.nothing}>
          {timelineStrings.nothingInRange}{' '}
          {range.kind !== 'all' && (
            <Button size="sm" variant="secondary" fill="outline" onClick={onShowAll}>
              {timelineStrings.showAll}
            </Button>
          )}
        </p>
      ) : asTable ? (
        <TimelineTable marks={marks} />
      ) : (
        <>
          <TimelineChart
            history={history}
            tiers={tiers}
            span={span}
            chosen={choice?.key ?? null}
            onChoose={setChoice}
          />
          <TimelineLegend />
          {choice ? (
            <TimelineDetail
              choice={choice}
              onClose={() => {
                setChoice(null);
              }}
            />
          ) : (
            marks.length > 0 && <p className={styles.hint}>{timelineStrings.clickHint}</p>
          )}
        </>
      )}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    nothing: css({ color: theme.colors.text.secondary }),
    hint: css({
      margin: theme.spacing(1.5, 0, 0),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
  };
}

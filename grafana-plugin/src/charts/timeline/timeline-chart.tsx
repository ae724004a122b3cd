import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type RolloutHistory, type Tier } from '@noderr/protocol';
import { type ReactElement, useMemo } from 'react';
import { useWidth } from '../use-width.ts';
import { TimeAxis } from './time-axis.tsx';
import { type TimeSpan } from './time-span.ts';
import { type LaneChoice, TimelineLane } from './timeline-lane.tsx';

interface TimelineChartProps {
  history: RolloutHistory;
  tiers: readonly Tier[];
  span: TimeSpan;
  chosen: string | null;
  onChoose: (choice: LaneChoice | null) => void;
}

/** A lane for each tier over one axis of time. */
export function TimelineChart({ history, tiers, span, chosen, onChoose }: TimelineChartProps): ReactElement {
  const styles = useStyles2(getStyles);
  const [ref, width] = useWidth();
  const lanes = useMemo(
    () =>
      tiers.map((tier) => ({
        tier,
        marks: history.marks.filter((mark) => mark.tier === tier),
        rollouts: history.rollouts.filter((rollout) => rollout.tier === tier),
      })),
    [history, tiers],
  );
  return (
    <div className={styles.chart}>
      <div className={styles.names} aria-hidden>
        {tiers.map((tier) => (
          <span key={tier} className={styles.name}>
            {tier}
          </span>
        ))}
      </div>
      <div ref={ref} className={styles.lanes}>
        {width > 0 && (
          <>
            <TimeAxis span={span} width={width} />
            {lanes.map((lane) => (
              <TimelineLane
                key={lane.tier}
                {...lane}
                span={span}
                width={width}
                now={history.now}
                chosen={chosen}
                onChoose={onChoose}
              />
            ))}
          </>
        )}
      </div>
    </div>
  );
}

/** A lane and the room below it; pixels. */
const LANE = 78;
const ROOM = 14;

function getStyles(theme: GrafanaTheme2) {
  return {
    chart: css({ display: 'flex', gap: theme.spacing(1.5) }),
    names: css({ display: 'flex', flexDirection: 'column', gap: ROOM, width: 84, flexShrink: 0 }),
    name: css({ height: LANE, paddingTop: 3, fontWeight: theme.typography.fontWeightMedium }),
    lanes: css({
      position: 'relative',
      flex: 1,
      minWidth: 0,
      display: 'flex',
      flexDirection: 'column',
      gap: ROOM,
      paddingBottom: 24,
      // Glyphs at the ends stand half outside.
      marginRight: 12,
    }),
  };
}

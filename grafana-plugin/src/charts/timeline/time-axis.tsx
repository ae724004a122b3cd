import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatDay, formatHour } from '../../format/moment.ts';
import { shareOf, type TimeSpan } from './time-span.ts';
import { timeTicks } from './time-ticks.ts';

/** One label; pixels. */
const LABEL_WIDTH = 80;

/** Hours and days below the lanes, with lines through them. */
export function TimeAxis({ span, width }: { span: TimeSpan; width: number }): ReactElement {
  const styles = useStyles2(getStyles);
  const timezone = useTimezone();
  const ticks = timeTicks(span, Math.max(2, Math.floor(width / LABEL_WIDTH)), timezone);
  return (
    <div className={styles.axis} aria-hidden>
      {ticks.map(({ at, isDay }) => {
        const share = shareOf(at, span);
        // A label that would stick out of the chart is left away, its line is not.
        const fits = share * width > LABEL_WIDTH / 3 && (1 - share) * width > LABEL_WIDTH / 3;
        return (
          <span key={at} className={cx(styles.tick, isDay && styles.day)} style={{ left: `${share * 100}%` }}>
            {fits && <span className={styles.label}>{isDay ? formatDay(at, timezone) : formatHour(at, timezone)}</span>}
          </span>
        );
      })}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    axis: css({ position: 'absolute', inset: 0, pointerEvents: 'none' }),
    tick: css({ position: 'absolute', top: 0, bottom: 18, width: 1, background: theme.colors.border.weak }),
    day: css({ background: theme.colors.border.medium }),
    label: css({
      position: 'absolute',
      bottom: -18,
      transform: 'translateX(-50%)',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    }),
  };
}

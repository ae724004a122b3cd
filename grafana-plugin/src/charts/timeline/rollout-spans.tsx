import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type RolloutSummary } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatExact } from '../../format/moment.ts';
import { absentStrings } from '../../strings/absent.ts';
import { timelineStrings } from '../../strings/timeline.ts';
import { versionColor } from '../../parts/version-color.ts';
import { clip, type TimeSpan } from './time-span.ts';

interface RolloutSpansProps {
  rollouts: readonly RolloutSummary[];
  span: TimeSpan;
  now: number;
}

/** Which version a tier was moving to and when; rollbacks are hatched. */
export function RolloutSpans({ rollouts, span, now }: RolloutSpansProps): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const timezone = useTimezone();
  return (
    <div className={styles.track}>
      {rollouts.map((rollout) => {
        const place = clip(rollout.startedAt, rollout.endedAt ?? now, span);
        if (!place) return null;
        const color = versionColor(theme, rollout.toVersion);
        const end = rollout.endedAt === null ? timelineStrings.running : formatExact(rollout.endedAt, timezone);
        return (
          <span
            key={rollout.rolloutId}
            className={styles.span}
            title={timelineStrings.span(
              `${rollout.fromVersion ?? absentStrings.none} → ${rollout.toVersion ?? absentStrings.unknown}`,
              timelineStrings.kindsOfSpan[rollout.kind],
              formatExact(rollout.startedAt, timezone),
              end,
            )}
            style={{
              left: `${place.from * 100}%`,
              width: `${place.width * 100}%`,
              background:
                rollout.kind === 'rollback'
                  ? `repeating-linear-gradient(45deg, ${color} 0 4px, transparent 4px 7px)`
                  : color,
            }}
          >
            <span className={styles.name}>{rollout.toVersion}</span>
          </span>
        );
      })}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    track: css({
      position: 'relative',
      height: 22,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    }),
    span: css({
      position: 'absolute',
      bottom: 0,
      height: 5,
      minWidth: 3,
      containerType: 'inline-size',
      borderRadius: '2px 2px 0 0',
      borderRight: `1px solid ${theme.colors.background.primary}`,
    }),
    name: css({
      position: 'absolute',
      left: 0,
      right: 0,
      bottom: 6,
      overflow: 'hidden',
      color: theme.colors.text.secondary,
      fontSize: 11,
      lineHeight: '14px',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      // Half a version says nothing; the whole one is in the title.
      '@container (max-width: 30px)': { display: 'none' },
    }),
  };
}

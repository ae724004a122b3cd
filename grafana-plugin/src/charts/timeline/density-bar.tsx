import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatExact } from '../../format/moment.ts';
import { toneFill } from '../../parts/tone.ts';
import { timelineStrings } from '../../strings/timeline.ts';
import { type OutcomeBin } from './outcome-bins.ts';
import { type TimeSpan } from './time-span.ts';

interface DensityBarProps {
  bin: OutcomeBin;
  span: TimeSpan;
  /** Outcomes of the fullest stretch. */
  tallest: number;
  tabIndex: 0 | -1;
  chosen: boolean;
  onChoose: () => void;
}

/** Pixels; `LOW` is what a single outcome gets at least. */
const HIGH = 24;
const LOW = 3;

/** What ended in one stretch of time: bad below, where it is seen even when it is little, good above it. */
export function DensityBar({ bin, span, tallest, tabIndex, chosen, onChoose }: DensityBarProps): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const timezone = useTimezone();
  const label = timelineStrings.binLabel(
    formatExact(span.from + bin.from * (span.to - span.from), timezone),
    bin.good,
    bin.bad,
    bin.other,
  );
  // The square root lets one failure be seen beside a hundred successes.
  const height = (count: number): number =>
    count === 0 ? 0 : Math.max(LOW, Math.sqrt(count / tallest) * (HIGH - 2 * LOW));
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      title={label}
      aria-label={label}
      aria-pressed={chosen}
      className={cx(styles.bin, chosen && styles.chosen)}
      style={{ left: `${bin.from * 100}%`, width: `${bin.width * 100}%` }}
      onClick={onChoose}
    >
      <span style={{ height: height(bin.good), background: toneFill(theme, 'good') }} />
      <span style={{ height: height(bin.other), background: toneFill(theme, 'calm') }} />
      <span className={styles.bad} style={{ height: height(bin.bad) }} />
    </button>
  );
}

function getStyles(theme: GrafanaTheme2) {
  const bad = theme.colors.error.main;
  return {
    bin: css({
      position: 'absolute',
      bottom: 0,
      height: HIGH,
      padding: '0 1px',
      display: 'flex',
      flexDirection: 'column',
      justifyContent: 'flex-end',
      background: 'transparent',
      border: 'none',
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, zIndex: 1 },
    }),
    chosen: css({ background: theme.colors.action.selected, boxShadow: `0 1px 0 ${theme.colors.text.primary}` }),
    bad: css({ background: `repeating-linear-gradient(45deg, ${bad} 0 2px, ${theme.colors.error.shade} 2px 4px)` }),
  };
}

import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type RolloutSummary, type Tier, type TimelineMark } from '@noderr/protocol';
import { type ReactElement, useMemo } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatExact } from '../../format/moment.ts';
import { timelineStrings } from '../../strings/timeline.ts';
import { testIds } from '../../test-ids.ts';
import { DensityBar } from './density-bar.tsx';
import { moveFocus } from './lane-focus.ts';
import { MarkGlyph } from './mark-glyph.tsx';
import { groupMarks, type MarkGroup } from './mark-groups.ts';
import { outcomeBins } from './outcome-bins.ts';
import { RolloutSpans } from './rollout-spans.tsx';
import { type TimeSpan } from './time-span.ts';

/** What was chosen on a lane: the marks to tell about. */
export interface LaneChoice {
  key: string;
  tier: Tier;
  marks: readonly TimelineMark[];
}

interface TimelineLaneProps {
  tier: Tier;
  marks: readonly TimelineMark[];
  rollouts: readonly RolloutSummary[];
  span: TimeSpan;
  /** Pixels. */
  width: number;
  now: number;
  chosen: string | null;
  onChoose: (choice: LaneChoice | null) => void;
}

/** Marks nearer than this share one button; pixels. */
const GLYPH_GAP = 22;
/** One stretch of the density; pixels. */
const BIN_WIDTH = 12;

/** One tier: changes on top, rollouts as bars, node outcomes as density below. One tab stop, arrow keys inside. */
export function TimelineLane(props: TimelineLaneProps): ReactElement {
  const { tier, marks, rollouts, span, width, now, chosen, onChoose } = props;
  const styles = useStyles2(getStyles);
  const timezone = useTimezone();
  const groups = useMemo(() => groupMarks(marks, span, GLYPH_GAP / Math.max(1, width)), [marks, span, width]);
  const bins = useMemo(
    () => outcomeBins(marks, span, Math.max(1, Math.floor(width / BIN_WIDTH))),
    [marks, span, width],
  );
  const tallest = Math.max(1, ...bins.map((bin) => bin.good + bin.bad + bin.other));
  const outcomes = bins.reduce((sum, bin) => sum + bin.marks.length, 0);
  const changes = groups.reduce((sum, group) => sum + group.marks.length, 0);
  const choose = (key: string, found: readonly TimelineMark[]): void => {
    const full = `${tier} ${key}`;
    onChoose(full === chosen ? null : { key: full, tier, marks: found });
  };
  return (
    <div
      role="toolbar"
      aria-label={timelineStrings.chartLabel(tier, changes, outcomes)}
      className={styles.lane}
      data-testid={testIds.timelineLane(tier)}
      onKeyDown={moveFocus}
    >
      <div className={styles.marks}>
        {groups.map((group, index) => (
          <button
            key={group.key}
            type="button"
            tabIndex={index === 0 ? 0 : -1}
            aria-pressed={chosen === `${tier} ${group.key}`}
            aria-label={labelOf(group, timezone)}
            title={labelOf(group, timezone)}
            data-kind={group.kind}
            className={cx(styles.mark, chosen === `${tier} ${group.key}` && styles.chosen)}
            style={{ left: `${group.share * 100}%` }}
            onClick={() => {
              choose(group.key, group.marks);
            }}
          >
            <MarkGlyph kind={group.kind} />
            {group.marks.length > 1 && <span className={styles.count}>{group.marks.length}</span>}
          </button>
        ))}
      </div>
      <RolloutSpans rollouts={rollouts} span={span} now={now} />
      <div className={styles.density}>
        {bins.map((bin, index) => (
          <DensityBar
            key={bin.key}
            bin={bin}
            span={span}
            tallest={tallest}
            tabIndex={groups.length === 0 && index === 0 ? 0 : -1}
            chosen={chosen === `${tier} ${bin.key}`}
            onChoose={() => {
              choose(bin.key, bin.marks);
            }}
          />
        ))}
      </div>
    </div>
  );
}

function labelOf(group: MarkGroup, timezone: string): string {
  const [first] = group.marks;
  const last = group.marks.at(-1);
  if (!first || !last) return '';
  const when = formatExact(first.at, timezone);
  return group.marks.length === 1
    ? timelineStrings.markLabel(timelineStrings.kinds[first.kind], when, first.text)
    : timelineStrings.groupLabel(group.marks.length, when, formatExact(last.at, timezone));
}

function getStyles(theme: GrafanaTheme2) {
  return {
    lane: css({ position: 'relative' }),
    marks: css({ position: 'relative', height: 26 }),
    mark: css({
      position: 'absolute',
      top: 0,
      transform: 'translateX(-50%)',
      width: 24,
      height: 24,
      padding: 0,
      display: 'inline-flex',
      alignItems: 'center',
      justifyContent: 'center',
      background: 'transparent',
      border: '1px solid transparent',
      borderRadius: theme.shape.radius.default,
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1, zIndex: 1 },
    }),
    chosen: css({ background: theme.colors.action.selected, borderColor: theme.colors.border.strong }),
    count: css({
      position: 'absolute',
      top: -5,
      right: -5,
      minWidth: 14,
      padding: '0 3px',
      borderRadius: theme.shape.radius.pill,
      background: theme.colors.background.elevated,
      border: `1px solid ${theme.colors.border.medium}`,
      color: theme.colors.text.primary,
      fontSize: 10,
      lineHeight: '13px',
      fontVariantNumeric: 'tabular-nums',
    }),
    density: css({ position: 'relative', height: 26, marginTop: 3 }),
  };
}

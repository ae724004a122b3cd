import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { type LaneChoice } from '../../charts/timeline/timeline-lane.tsx';
import { formatExact } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { timelineStrings } from '../../strings/timeline.ts';
import { testIds } from '../../test-ids.ts';
import { MarkSource } from './mark-source.tsx';
import { MarkWord } from './mark-word.tsx';

interface TimelineDetailProps {
  choice: LaneChoice;
  onClose: () => void;
}

const SHOWN = 12;

/** What happened, who did it, why, and by which transaction. */
export function TimelineDetail({ choice, onClose }: TimelineDetailProps): ReactElement {
  const styles = useStyles2(getStyles);
  const timezone = useTimezone();
  const rest = choice.marks.length - SHOWN;
  return (
    <div className={styles.detail} role="status" data-testid={testIds.timelineDetail}>
      <div className={styles.head}>
        <strong>{timelineStrings.detailTitle(choice.marks.length, choice.tier)}</strong>
        <IconButton name="times" aria-label={timelineStrings.closeDetail} onClick={onClose} />
      </div>
      <ul className={styles.list}>
        {choice.marks.slice(0, SHOWN).map((mark) => (
          <li key={`${mark.at} ${mark.transaction ?? mark.nodeId ?? mark.kind}`} className={styles.entry}>
            <MarkWord mark={mark} />
            <time dateTime={new Date(mark.at).toISOString()} className={styles.time}>
              {formatExact(mark.at, timezone)}
            </time>
            <span className={styles.text}>{mark.text}</span>
            <span className={styles.source}>
              <MarkSource mark={mark} />
              {mark.transaction !== null && <Identifier id={mark.transaction} what={timelineStrings.transaction} />}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className={styles.rest}>{timelineStrings.andMore(formatCount(rest))}</p>}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    detail: css({
      marginTop: theme.spacing(1.5),
      padding: theme.spacing(1, 2),
      background: theme.colors.background.secondary,
      borderRadius: theme.shape.radius.default,
    }),
    head: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }),
    list: css({ listStyle: 'none', margin: 0 }),
    entry: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.25, 2),
      padding: theme.spacing(0.5, 0),
      minHeight: 32,
    }),
    time: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
    text: css({ flex: '1 1 260px', overflowWrap: 'anywhere' }),
    source: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      color: theme.colors.text.secondary,
    }),
    rest: css({ margin: theme.spacing(0.5, 0, 0), color: theme.colors.text.secondary }),
  };
}

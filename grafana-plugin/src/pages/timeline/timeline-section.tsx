import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type ReactElement, useState } from 'react';
import { Link } from 'react-router-dom';
import { useRollouts } from '../../api/queries.ts';
import { paths } from '../../app/paths.ts';
import { useNow } from '../../app/use-now.ts';
import { LiveSection } from '../../parts/live-section.tsx';
import { controlStrings } from '../../strings/controls.ts';
import { timelineStrings } from '../../strings/timeline.ts';
import { RangeSwitch } from './range-switch.tsx';
import { formatRange, queryOfRange, type TimelineRange } from './timeline-range.ts';
import { TimelineView } from './timeline-view.tsx';

/** The timeline as a part of the home page. */
export function TimelineSection(): ReactElement {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const [range, setRange] = useState<TimelineRange>({ kind: '7d' });
  const [asTable, setAsTable] = useState(false);
  const history = useRollouts(queryOfRange(range, now));
  return (
    <>
      <div className={styles.controls}>
        <RangeSwitch range={range} onChange={setRange} />
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon={asTable ? 'chart-line' : 'table'}
          onClick={() => {
            setAsTable(!asTable);
          }}
        >
          {asTable ? controlStrings.showAsChart : controlStrings.showAsTable}
        </Button>
        <Link to={`${paths.timeline()}?${new URLSearchParams(formatRange(range)).toString()}`} className={styles.link}>
          {timelineStrings.openPage}
        </Link>
      </div>
      <LiveSection query={history} skeleton={[220]}>
        {(data) => (
          <TimelineView
            history={data}
            range={range}
            tier={null}
            asTable={asTable}
            onShowAll={() => {
              setRange({ kind: 'all' });
            }}
          />
        )}
      </LiveSection>
    </>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    controls: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1.5),
    }),
    link: css({
      marginLeft: 'auto',
      color: theme.colors.text.link,
      '&:hover': { textDecoration: 'underline' },
    }),
  };
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { MarkGlyph } from '../../charts/timeline/mark-glyph.tsx';
import { toneFill } from '../../parts/tone.ts';
import { timelineStrings } from '../../strings/timeline.ts';

const KINDS = ['publish', 'open', 'pause', 'resume', 'rollback', 'guard', 'revoke'] as const;

export function TimelineLegend(): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <ul className={styles.legend} aria-label={timelineStrings.legend}>
      {KINDS.map((kind) => (
        <li key={kind} className={styles.entry}>
          <MarkGlyph kind={kind} size={12} />
          {timelineStrings.kinds[kind]}
        </li>
      ))}
      <li className={styles.entry}>
        <span className={styles.swatch} style={{ background: toneFill(theme, 'good') }} />
        {timelineStrings.density}
        <span className={styles.swatch} style={{ background: toneFill(theme, 'bad') }} />
        {timelineStrings.densityBad}
      </li>
    </ul>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    legend: css({
      listStyle: 'none',
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.25, 2),
      margin: theme.spacing(1, 0, 0),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    entry: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    swatch: css({ display: 'inline-block', width: 10, height: 10 }),
  };
}

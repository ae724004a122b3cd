import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { formatCount } from '../../format/number.ts';
import { Moment } from '../../parts/moment.tsx';
import { homeStrings } from '../../strings/home.ts';
import { nextCohort } from './gate-words.ts';
import { TierTitle } from './tier-title.tsx';

export function TierHeader({ card }: { card: TierCard }): ReactElement {
  const styles = useStyles2(getStyles);
  const { rollout } = card;
  return (
    <header className={styles.header}>
      <TierTitle card={card} className={styles.name} />
      <span className={styles.meta}>
        {nextCohort(card) !== null && <span>{rollout.gate ? homeStrings.gated : homeStrings.timed}</span>}
        <span title={rollout.asOf.hash}>{homeStrings.block(formatCount(rollout.asOf.number))}</span>
        <Moment at={rollout.asOf.time * 1000} block />
      </span>
    </header>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    header: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0.5, 2) }),
    name: css({ ...theme.typography.h4, margin: 0 }),
    meta: css({
      marginLeft: 'auto',
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 1.5),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontVariantNumeric: 'tabular-nums',
    }),
  };
}

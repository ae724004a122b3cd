import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { type CohortView, type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatBps, formatCount } from '../../format/number.ts';
import { rolloutStrings } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { cohortName } from '../../parts/cohort-name.ts';
import { nextCohort } from './gate-words.ts';
import { type CohortState, cohortState } from './cohort-state.ts';
import { placeSegments } from '../../charts/place-segments.ts';

const ICONS: Readonly<Record<CohortState, IconName>> = {
  done: 'check-circle',
  open: 'sync',
  next: 'hourglass',
  closed: 'circle',
};

/** The cohorts as steps, each as wide as its share, filled by how far it is. */
export function CohortLadder({ card }: { card: TierCard }): ReactElement {
  const styles = useStyles2(getStyles);
  const next = nextCohort(card);
  return (
    <ol className={styles.ladder}>
      {card.rollout.cohorts.map((cohort) => (
        <Step key={cohort.cohort} card={card} cohort={cohort} state={cohortState(cohort, next)} />
      ))}
    </ol>
  );
}

function Step({ card, cohort, state }: { card: TierCard; cohort: CohortView; state: CohortState }): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const name = cohortName(cohort.cohort);
  const done = cohort.counts.updated;
  const text =
    cohort.nodes === 0
      ? rolloutStrings.noNodes
      : rolloutStrings.cohortNodes(formatCount(done), formatCount(cohort.nodes));
  return (
    <li
      className={cx(styles.step, styles[state])}
      style={{ flexGrow: cohort.bps }}
      data-testid={testIds.cohort(card.tier, cohort.cohort)}
      data-state={state}
      aria-current={state === 'open' ? 'step' : undefined}
    >
      <span className={styles.name}>
        <Icon name={ICONS[state]} size="sm" aria-label={rolloutStrings.cohortState[state]} />
        {name} <span className={styles.share}>{formatBps(cohort.bps)}</span>
      </span>
      <SegmentBar
        segments={placeSegments(theme, cohort.counts)}
        total={cohort.nodes}
        label={`${name}, ${rolloutStrings.cohortState[state]}: ${text}`}
        height={6}
      />
      <span className={styles.nodes}>{text}</span>
    </li>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    ladder: css({
      listStyle: 'none',
      display: 'flex',
      gap: theme.spacing(1),
      margin: 0,
      [theme.breakpoints.down('md')]: { flexDirection: 'column' },
    }),
    step: css({
      flexBasis: 0,
      minWidth: 104,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    name: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
    share: css({ color: theme.colors.text.secondary }),
    nodes: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    done: css({ '& svg:first-child': { color: theme.colors.success.text } }),
    open: css({
      fontWeight: theme.typography.fontWeightMedium,
      '& svg:first-child': { color: theme.colors.info.text },
    }),
    next: css({}),
    closed: css({ color: theme.colors.text.secondary }),
  };
}

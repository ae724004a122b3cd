import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type AlertView } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { testIds } from '../../test-ids.ts';
import { type ActionFacts } from './action-reason.ts';
import { CohortLadder } from './cohort-ladder.tsx';
import { GateLine } from './gate-line.tsx';
import { LastChange } from './last-change.tsx';
import { StageWalk } from './stage-walk.tsx';
import { TierActions } from './tier-actions.tsx';
import { TierAlerts } from './tier-alerts.tsx';
import { TierFacts } from './tier-facts.tsx';
import { TierHeader } from './tier-header.tsx';
import { TierProgress } from './tier-progress.tsx';
import { TierVersions } from './tier-versions.tsx';

interface TierCardViewProps {
  facts: ActionFacts;
  /** Those that fire, of any tier. */
  alerts: readonly AlertView[];
}

/** One tier in full: what runs, how far it is, what it waits for, what would stop it, and the buttons. */
export function TierCardView({ facts, alerts }: TierCardViewProps): ReactElement {
  const styles = useStyles2(getStyles);
  const { card } = facts;
  return (
    <section className={styles.card} aria-labelledby={`tier-${card.tier}`} data-testid={testIds.tierCard(card.tier)}>
      <TierHeader card={card} />
      <TierVersions card={card} />
      <TierProgress card={card} />
      {card.rollout.cohorts.length > 0 && <CohortLadder card={card} />}
      <GateLine card={card} />
      <LastChange card={card} />
      <TierAlerts card={card} alerts={alerts} />
      <div className={styles.bottom}>
        <TierFacts card={card} />
        {/* While the guard has paused it, the buttons stand in the alert above. */}
        {card.guard.pausedReason === null && <TierActions facts={facts} />}
      </div>
      {card.intent && card.intent.status !== 'prepared' && <StageWalk intent={card.intent} />}
    </section>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    card: css({
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(2),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
    }),
    bottom: css({
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      alignItems: 'center',
      gap: theme.spacing(1.5, 3),
    }),
  };
}

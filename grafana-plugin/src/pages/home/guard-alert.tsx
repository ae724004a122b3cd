import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { useNow } from '../../app/use-now.ts';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatShort } from '../../format/moment.ts';
import { homeStrings } from '../../strings/home.ts';
import { testIds } from '../../test-ids.ts';
import { type ActionFacts } from './action-reason.ts';
import { TierActions } from './tier-actions.tsx';

/** Names shown in the alert; the rest is a number with a link. */
const NAMED = 3;

/** A tier that the guard paused: since when, why, which nodes, and what to do now. */
export function GuardAlert({ facts }: { facts: ActionFacts }): ReactElement | null {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const timezone = useTimezone();
  const { card } = facts;
  const { pausedReason, counted } = card.guard;
  if (pausedReason === null) return null;
  const since = (card.directive?.pausedAt ?? 0) * 1000;
  return (
    <Alert
      severity="error"
      title={homeStrings.guardPaused(card.tier, formatShort(since, now, timezone))}
      data-testid={testIds.guardAlert(card.tier)}
    >
      <p>{pausedReason}</p>
      <div className={styles.row}>
        <span className={styles.nodes}>
          {counted.slice(0, NAMED).map((node) => (
            <span key={node.nodeId}>
              <Link to={paths.node(node.nodeId)} className={styles.link}>
                {node.name}
              </Link>{' '}
              {node.code}
            </span>
          ))}
          {counted.length > NAMED && (
            <Link to={paths.nodes({ tier: card.tier, place: 'rolledBack' })} className={styles.link}>
              {homeStrings.andMore(counted.length - NAMED)}
            </Link>
          )}
          {card.target && (
            <Link to={paths.release(card.tier, card.target.id)} className={styles.link}>
              {homeStrings.review}
            </Link>
          )}
        </span>
        {/* At three in the morning nobody should have to look for them. */}
        <TierActions facts={facts} />
      </div>
    </Alert>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    row: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(1, 2),
    }),
    nodes: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2) }),
    link: css({ color: theme.colors.text.link, textDecoration: 'underline' }),
  };
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type AlertView } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { formatCount } from '../../format/number.ts';
import { linkStyles } from '../../parts/link-styles.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { homeStrings } from '../../strings/home.ts';
import { placeMeanings, placeWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { type ActionFacts } from './action-reason.ts';
import { BAR_ORDER } from '../../charts/place-segments.ts';
import { TierActions } from './tier-actions.tsx';
import { TierAlerts } from './tier-alerts.tsx';
import { TierTitle } from './tier-title.tsx';

/** A tier that needs nobody, in one line. */
export function CalmTier({ facts, alerts }: { facts: ActionFacts; alerts: readonly AlertView[] }): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  const { card } = facts;
  const { rollout, target } = card;
  const behind = BAR_ORDER.filter((place) => place !== 'updated' && rollout.counts[place] > 0);
  return (
    <section className={styles.tier} aria-labelledby={`tier-${card.tier}`} data-testid={testIds.tierCard(card.tier)}>
      <TierTitle card={card} className={styles.name} />
      {target ? (
        <span className={styles.text} data-testid={testIds.tierCounts(card.tier)}>
          <Link to={paths.release(card.tier, target.id)} className={links.link}>
            <VersionMark version={target.version} />
          </Link>{' '}
          {homeStrings.calmOn(formatCount(rollout.counts.updated), formatCount(rollout.nodes))}
          {behind.map((place) => (
            <Link
              key={place}
              to={paths.nodes({ tier: card.tier, place })}
              title={placeMeanings[place]}
              className={styles.behind}
            >
              {formatCount(rollout.counts[place])} {placeWords[place]}
            </Link>
          ))}
        </span>
      ) : (
        <span className={styles.text}>
          <a href={homeStrings.howToPublishUrl} target="_blank" rel="noreferrer" className={links.link}>
            {homeStrings.howToPublish}
          </a>
        </span>
      )}
      <TierAlerts card={card} alerts={alerts} />
      <TierActions facts={facts} small />
    </section>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    tier: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 2),
      minHeight: 48,
      padding: theme.spacing(1, 2),
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
    }),
    name: css({ ...theme.typography.h5, margin: 0 }),
    text: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    behind: css({
      marginLeft: theme.spacing(1.5),
      color: theme.colors.text.secondary,
      '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    }),
  };
}

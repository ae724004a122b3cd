import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type AlertView, type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { formatCount } from '../../format/number.ts';
import { type AlertGroup, groupAlerts } from '../../parts/alert-groups.ts';
import { AlertMark } from '../../parts/alert-mark.tsx';
import { Since } from '../../parts/since.tsx';
import { alertStrings } from '../../strings/alerts.ts';
import { testIds } from '../../test-ids.ts';

/** Marks in one line; the rest is a number. */
const SHOWN = 4;

/** What fires for a tier now, the most urgent first; nothing where all is quiet. */
export function TierAlerts({ card, alerts }: { card: TierCard; alerts: readonly AlertView[] }): ReactElement | null {
  const styles = useStyles2(getStyles);
  const groups = groupAlerts(alerts.filter(({ tier }) => tier === card.tier));
  if (groups.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={alertStrings.ofTier(card.tier)} data-testid={testIds.tierAlerts(card.tier)}>
      {groups.slice(0, SHOWN).map((group) => (
        <li key={group.name} className={styles.alert}>
          <Link to={addressOf(group, card)} title={group.summary} className={styles.link}>
            <AlertMark severity={group.severity} word={wordOf(group)} />
          </Link>
          <Since at={group.since} />
        </li>
      ))}
      {groups.length > SHOWN && <li>{alertStrings.andMore(formatCount(groups.length - SHOWN))}</li>}
    </ul>
  );
}

function wordOf({ name, count }: AlertGroup): string {
  return count === 1 ? name : alertStrings.counted(name, formatCount(count));
}

/** The page that says more: the node's, the release's, or the list of nodes. */
function addressOf({ nodeId, count }: AlertGroup, { tier, target }: TierCard): string {
  if (nodeId !== null) return paths.node(nodeId);
  return target !== null && count === 1 ? paths.release(tier, target.id) : paths.nodes({ tier });
}

function getStyles(theme: GrafanaTheme2) {
  return {
    list: css({
      listStyle: 'none',
      margin: 0,
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 3),
      color: theme.colors.text.secondary,
    }),
    alert: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75) }),
    link: css({ '&:hover': { textDecoration: 'underline' } }),
  };
}

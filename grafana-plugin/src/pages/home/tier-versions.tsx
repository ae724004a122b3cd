import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useNow } from '../../app/use-now.ts';
import { useTimezone } from '../../app/use-timezone.ts';
import { paths } from '../../app/paths.ts';
import { formatSpan } from '../../format/duration.ts';
import { formatShort } from '../../format/moment.ts';
import { actorName } from '../../parts/actor-name.ts';
import { linkStyles } from '../../parts/link-styles.ts';
import { Moment } from '../../parts/moment.tsx';
import { VersionMark } from '../../parts/version-mark.tsx';
import { homeStrings } from '../../strings/home.ts';

/** From which version to which, since when, by whom, until when. */
export function TierVersions({ card }: { card: TierCard }): ReactElement | null {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  const now = useNow();
  const timezone = useTimezone();
  const { rollout, target, baseline } = card;
  if (!target) return null;
  const moving = rollout.kind === 'rollout' && baseline !== null && baseline.id !== target.id;
  return (
    <div className={styles.line}>
      <span className={styles.versions}>
        {rollout.kind === 'rollback' && (
          <>
            <Icon name="history" aria-hidden /> {homeStrings.backTo}
          </>
        )}
        {moving && (
          <>
            <VersionMark version={baseline.version} />
            <Icon name="arrow-right" aria-label={homeStrings.toVersion} />
          </>
        )}
        <Link to={paths.release(card.tier, target.id)} className={links.link}>
          <VersionMark version={target.version} />
        </Link>
      </span>
      <span className={styles.meta}>
        <span>
          {homeStrings.started} <Moment at={rollout.startedAt * 1000} block />
          {card.startedBy && ` ${homeStrings.startedBy(actorName(card.startedBy))}`}
        </span>
        {/^https?:\/\//.test(target.notesUri) && (
          <a href={target.notesUri} target="_blank" rel="noreferrer" className={links.link}>
            {homeStrings.notes} <Icon name="external-link-alt" size="sm" aria-hidden />
          </a>
        )}
        <span>{homeStrings.elapsed(formatSpan(rollout.elapsedS))}</span>
        {rollout.etaAt !== null && rollout.etaAt * 1000 > now && (
          <span>{homeStrings.eta(formatShort(rollout.etaAt * 1000, now, timezone))}</span>
        )}
        <Link to={paths.release(card.tier, target.id)} className={links.link}>
          {homeStrings.details}
        </Link>
      </span>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 3) }),
    versions: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      fontSize: theme.typography.h3.fontSize,
    }),
    meta: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 2),
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    }),
  };
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatCount } from '../../format/number.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { homeStrings } from '../../strings/home.ts';
import { placeMeanings, placeWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { BAR_ORDER, placeSegments } from '../../charts/place-segments.ts';

/** The whole tier as one bar, with every count in words beside it; each count leads to its nodes. */
export function TierProgress({ card }: { card: TierCard }): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { counts, nodes, kind } = card.rollout;
  const headline = (kind === 'rollback' ? homeStrings.countsBack : homeStrings.countsOf)(
    formatCount(counts.updated),
    nodesStrings.counted(nodes, formatCount(nodes)),
  );
  const others = BAR_ORDER.filter((place) => place !== 'updated' && place !== 'pending' && counts[place] > 0);
  const words = [headline, ...others.map((place) => `${counts[place]} ${placeWords[place]}`)];
  if (nodes === 0) return <div className={styles.counts}>{homeStrings.nothingYet}</div>;
  return (
    <div className={styles.progress}>
      <SegmentBar
        segments={placeSegments(theme, counts)}
        total={nodes}
        label={homeStrings.progressLabel(card.tier, words.join(', '))}
        height={14}
      />
      <div className={styles.counts} data-testid={testIds.tierCounts(card.tier)}>
        <strong>{headline}</strong>
        {others.map((place) => (
          <Link
            key={place}
            to={paths.nodes({ tier: card.tier, place })}
            title={placeMeanings[place]}
            className={styles.link}
          >
            {formatCount(counts[place])} {placeWords[place]}
          </Link>
        ))}
      </div>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    progress: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.75) }),
    counts: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 2),
      fontVariantNumeric: 'tabular-nums',
      minHeight: '1.5em',
    }),
    link: css({
      color: theme.colors.text.secondary,
      '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    }),
  };
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { versionColor } from '../../parts/version-color.ts';
import { formatCount } from '../../format/number.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { versionsStrings } from '../../strings/versions.ts';
import { testIds } from '../../test-ids.ts';
import { versionTotals } from './version-rows.ts';

interface VersionsChartProps {
  tiers: readonly TierCard[];
  /** For a page of its own. */
  large?: boolean;
}

/** One bar a tier, one colour a version; versions that the plan does not allow are hatched. */
export function VersionsChart({ tiers, large = false }: VersionsChartProps): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const navigate = useNavigate();
  return (
    <div className={styles.chart} data-testid={testIds.versions}>
      {tiers
        .filter((card) => card.nodes > 0)
        .map((card) => (
          <div key={card.tier} className={styles.row}>
            <span className={styles.tier}>
              {card.tier}
              {large && <TierTotals card={card} />}
            </span>
            <div className={styles.bar}>
              <SegmentBar
                total={card.nodes}
                onSelect={(releaseId) => {
                  const share = card.versions.find((one) => String(one.releaseId) === releaseId);
                  navigate(paths.nodes({ tier: card.tier, version: share?.version ?? 'none' }));
                }}
                height={large ? 32 : 16}
                label={versionsStrings.label(
                  card.tier,
                  card.versions
                    .map((share) => `${share.version ?? versionsStrings.noRelease}: ${share.nodes}`)
                    .join(', '),
                )}
                segments={card.versions.map((share) => ({
                  key: String(share.releaseId),
                  value: share.nodes,
                  color: versionColor(theme, share.version),
                  title: versionsStrings.title(share.version ?? versionsStrings.noRelease, share.nodes, share.allowed),
                  hatched: !share.allowed,
                }))}
              />
              <ul className={styles.legend}>
                {card.versions.map((share) => (
                  <li key={share.releaseId}>
                    <Link
                      to={paths.nodes({ tier: card.tier, version: share.version ?? 'none' })}
                      className={styles.link}
                      data-testid={testIds.versionBar(card.tier, share.version ?? 'none')}
                    >
                      {share.version === null ? (
                        <span className={styles.none}>{versionsStrings.noRelease}</span>
                      ) : (
                        <VersionMark version={share.version} />
                      )}{' '}
                      {formatCount(share.nodes)}
                      {!share.allowed && ` (${versionsStrings.stray})`}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        ))}
    </div>
  );
}

/** How far the tier is and what strays, in words under its name. */
function TierTotals({ card }: { card: TierCard }): ReactElement {
  const styles = useStyles2(getStyles);
  const { nodes, onTarget, strays } = versionTotals(card);
  return (
    <span className={styles.totals}>
      {nodes === onTarget
        ? versionsStrings.allOnTarget
        : versionsStrings.onTarget(formatCount(onTarget), formatCount(nodes))}
      {strays > 0 && `, ${versionsStrings.strays(formatCount(strays))}`}
    </span>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    chart: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
    row: css({
      display: 'flex',
      gap: theme.spacing(2),
      [theme.breakpoints.down('sm')]: { flexDirection: 'column', gap: theme.spacing(0.5) },
    }),
    tier: css({ minWidth: 96, flexShrink: 0, fontWeight: theme.typography.fontWeightMedium, lineHeight: '16px' }),
    totals: css({
      display: 'block',
      width: 190,
      marginTop: theme.spacing(0.5),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
      fontVariantNumeric: 'tabular-nums',
    }),
    none: css({ color: theme.colors.text.secondary }),
    bar: css({ flex: 1, minWidth: 0 }),
    legend: css({
      listStyle: 'none',
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 2),
      margin: theme.spacing(0.5, 0, 0),
    }),
    link: css({
      display: 'inline-flex',
      gap: theme.spacing(0.75),
      fontVariantNumeric: 'tabular-nums',
      '&:hover': { textDecoration: 'underline' },
    }),
  };
}

import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement, type ReactNode } from 'react';
import { formatCount, formatShare } from '../../format/number.ts';
import { homeStrings } from '../../strings/home.ts';
import { toneFill, type Tone } from '../../parts/tone.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { cohortName } from '../../parts/cohort-name.ts';

/** Success, distance to the guard, health after the update. */
export function TierFacts({ card }: { card: TierCard }): ReactElement {
  const styles = useStyles2(getStyles);
  const { successRate, counts, budget, kind } = card.rollout;
  const moved = counts.updated + counts.unhealthy;
  return (
    <dl className={styles.facts}>
      <Fact name={homeStrings.success}>
        {successRate === null ? <span title={homeStrings.successNone}>—</span> : formatShare(successRate, 1)}
      </Fact>
      {kind === 'rollout' && (
        <Fact name={homeStrings.guard} hint={homeStrings.guardHint}>
          {card.guard.enabled ? (
            <GuardMeter used={budget.used} limit={budget.limit} cohort={budget.cohort} />
          ) : (
            <span>
              {homeStrings.guardOff}: {card.guard.offReason}
            </span>
          )}
        </Fact>
      )}
      {moved > 0 && (
        <Fact name={homeStrings.healthy}>{homeStrings.healthyOf(formatCount(counts.updated), formatCount(moved))}</Fact>
      )}
    </dl>
  );
}

function GuardMeter({ used, limit, cohort }: { used: number; limit: number; cohort: number }): ReactElement {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const tone: Tone = used >= limit ? 'bad' : used * 2 >= limit ? 'warn' : 'good';
  return (
    <span className={styles.meter}>
      <span>
        {homeStrings.guardOf(formatCount(used), formatCount(limit))}
        {used > 0 && ` ${homeStrings.guardIn(cohortName(cohort))}`}
      </span>
      <span className={styles.gauge}>
        <SegmentBar
          segments={[{ key: 'used', value: Math.min(used, limit), color: toneFill(theme, tone), title: String(used) }]}
          total={limit}
          label={homeStrings.guardLabel(used, limit)}
          height={6}
        />
      </span>
    </span>
  );
}

function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.fact} title={hint}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    facts: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 4), margin: 0 }),
    fact: css({ display: 'flex', alignItems: 'baseline', gap: theme.spacing(1) }),
    name: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
    value: css({ margin: 0, fontVariantNumeric: 'tabular-nums', fontWeight: theme.typography.fontWeightMedium }),
    meter: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(1) }),
    gauge: css({ width: 80 }),
  };
}

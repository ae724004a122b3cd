import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type AlertView, PERMISSIONS, type TierList } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useCan } from '../../app/services-context.ts';
import { useNow } from '../../app/use-now.ts';
import { MissingRight } from '../../parts/missing-right.tsx';
import { type ActionFacts } from './action-reason.ts';
import { CalmTier } from './calm-tier.tsx';
import { ChainBanner } from './chain-banner.tsx';
import { GuardAlert } from './guard-alert.tsx';
import { isCalm, orderTiers } from './order-tiers.ts';
import { TierCardView } from './tier-card.tsx';

interface TierCardsProps {
  data: TierList;
  /** Those that fire. */
  alerts: readonly AlertView[];
  unreachable: boolean;
}

/** What is wrong first, then the tiers that move, then the calm ones in a row. */
export function TierCards({ data, alerts, unreachable }: TierCardsProps): ReactElement {
  const styles = useStyles2(getStyles);
  const mayWrite = useCan(PERMISSIONS.writeRollouts);
  const now = useNow();
  const all = orderTiers(data.tiers).map((card): ActionFacts => ({
    card,
    chain: data.chain,
    mayWrite,
    unreachable,
    now,
  }));
  const busy = all.filter((facts) => !isCalm(facts.card));
  const calm = all.filter((facts) => isCalm(facts.card));
  return (
    <>
      <ChainBanner chain={data.chain} />
      <MissingRight right={PERMISSIONS.writeRollouts} />
      {all.map((facts) => (
        <GuardAlert key={facts.card.tier} facts={facts} />
      ))}
      <div className={styles.cards}>
        {busy.map((facts) => (
          <TierCardView key={facts.card.tier} facts={facts} alerts={alerts} />
        ))}
        {calm.length > 0 && (
          <div className={styles.calm}>
            {calm.map((facts) => (
              <CalmTier key={facts.card.tier} facts={facts} alerts={alerts} />
            ))}
          </div>
        )}
      </div>
    </>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    cards: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
    calm: css({
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(620px, 100%), 1fr))',
      gap: theme.spacing(1),
    }),
  };
}

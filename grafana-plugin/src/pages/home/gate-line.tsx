import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { testIds } from '../../test-ids.ts';
import { gateSentence } from './gate-words.ts';

/** What happens next by itself, and what it waits for. */
export function GateLine({ card }: { card: TierCard }): ReactElement | null {
  const styles = useStyles2(getStyles);
  const sentence = gateSentence(card);
  if (sentence === null) return null;
  return (
    <div className={styles.line} data-testid={testIds.gateWaits(card.tier)}>
      <Icon name="hourglass" size="sm" aria-hidden />
      <span className={styles.sentence}>{sentence}</span>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    line: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    }),
    sentence: css({ '&::first-letter': { textTransform: 'uppercase' }, display: 'inline-block' }),
  };
}

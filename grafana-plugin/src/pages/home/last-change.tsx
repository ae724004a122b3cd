import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { sentence } from '../../format/sentence.ts';
import { actorName } from '../../parts/actor-name.ts';
import { Moment } from '../../parts/moment.tsx';
import { homeStrings } from '../../strings/home.ts';
import { testIds } from '../../test-ids.ts';
import { cohortName } from './gate-words.ts';

const words: Readonly<Record<string, string>> = homeStrings.lastChange;

function changeWord(card: TierCard, action: string): string {
  if (action === 'open' && card.directive) return sentence(homeStrings.opened(cohortName(card.directive.openThrough)));
  return words[action] ?? homeStrings.lastChange.other;
}

/** Who changed this tier last, when and why; the guard's own pause stands in its alert. */
export function LastChange({ card }: { card: TierCard }): ReactElement | null {
  const styles = useStyles2(getStyles);
  const { lastChange } = card;
  if (lastChange === null || lastChange.action === 'publish' || card.guard.pausedReason !== null) return null;
  return (
    <div className={styles.line} data-testid={testIds.lastChange(card.tier)}>
      <Icon name="user" size="sm" aria-hidden />
      <span>
        {changeWord(card, lastChange.action)} <Moment at={lastChange.at} />{' '}
        {homeStrings.changeBy(actorName(lastChange.by))}
        {lastChange.reason !== '' && `: ${lastChange.reason}`}
      </span>
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
      overflowWrap: 'anywhere',
    }),
  };
}

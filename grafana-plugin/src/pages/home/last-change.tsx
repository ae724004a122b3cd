import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { sentence } from '../../format/sentence.ts';
import { actorName } from '../../parts/actor-name.ts';
import { Moment } from '../../parts/moment.tsx';
import { homeStrings } from '../../strings/home.ts';
import { testIds } from '../../test-ids.ts';
import { FactLine } from './fact-line.tsx';
import { cohortName } from '../../parts/cohort-name.ts';

const words: Readonly<Record<string, string>> = homeStrings.lastChange;

function changeWord(card: TierCard, action: string): string {
  if (action === 'open' && card.directive) return sentence(homeStrings.opened(cohortName(card.directive.openThrough)));
  return words[action] ?? homeStrings.lastChange.other;
}

/** Who changed this tier last, when and why; the guard's own pause stands in its alert. */
export function LastChange({ card }: { card: TierCard }): ReactElement | null {
  const { lastChange } = card;
  if (lastChange === null || lastChange.action === 'publish' || card.guard.pausedReason !== null) return null;
  return (
    <FactLine icon="user" testId={testIds.lastChange(card.tier)}>
      {changeWord(card, lastChange.action)} <Moment at={lastChange.at} />{' '}
      {homeStrings.changeBy(actorName(lastChange.by))}
      {lastChange.reason !== '' && `: ${lastChange.reason}`}
    </FactLine>
  );
}

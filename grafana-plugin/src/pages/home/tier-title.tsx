import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { StateMark } from '../../parts/state-mark.tsx';
import { STATUS_TONES } from '../../parts/tone.ts';
import { statusWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';

/** A tier's name, which labels its section, and how its rollout stands. */
export function TierTitle({ card, className }: { card: TierCard; className: string }): ReactElement {
  const { status } = card.rollout;
  return (
    <>
      <h2 id={`tier-${card.tier}`} className={className}>
        {card.tier}
      </h2>
      <StateMark {...STATUS_TONES[status]} word={statusWords[status]} strong testId={testIds.tierStatus(card.tier)} />
    </>
  );
}

import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { sentence } from '../../format/sentence.ts';
import { testIds } from '../../test-ids.ts';
import { FactLine } from './fact-line.tsx';
import { gateSentence } from './gate-words.ts';

/** What happens next by itself, and what it waits for. */
export function GateLine({ card }: { card: TierCard }): ReactElement | null {
  const waits = gateSentence(card);
  if (waits === null) return null;
  return (
    <FactLine icon="hourglass" testId={testIds.gateWaits(card.tier)}>
      {sentence(waits)}
    </FactLine>
  );
}

import { type NodePlace } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { placeMeanings, placeWords } from '../strings/rollout.ts';
import { StateMark } from './state-mark.tsx';
import { PLACE_TONES } from './tone.ts';

export function PlaceMark({ place }: { place: NodePlace }): ReactElement {
  return <StateMark {...PLACE_TONES[place]} word={placeWords[place]} meaning={placeMeanings[place]} />;
}

import { type Seq } from '@noderr/protocol';
import { type TierPicture } from '../rollouts/tier-picture.ts';
import { type IntentRecord } from './intent-record.ts';

/** What the nodes made of an intent whose directive is final. */
export interface IntentEffect {
  pickedUp: boolean;
  pickedUpText: string;
  done: boolean;
  doneText: string;
}

export function intentEffect(
  intent: Pick<IntentRecord, 'kind' | 'seqAfter'>,
  picture: TierPicture,
): IntentEffect | null {
  const { seqAfter, kind } = intent;
  if (seqAfter === null) return null;
  const heard = picture.expected.filter(({ rollout }) => !rollout.silent);
  const seen = heard.filter(({ fleet }) => (fleet.heartbeat?.chain?.seq ?? 0) >= seqAfter).length;
  const all = picture.expected.length;
  const pickedUp = seen === heard.length;
  const pickedUpText = `${seen} of ${all} ${all === 1 ? 'node has' : 'nodes have'} seen it`;
  const overtaken = (picture.tier.directive?.rolloutId ?? 0) > seqAfter;
  if (overtaken) return { pickedUp, pickedUpText, done: true, doneText: 'overtaken by a later rollout' };
  if (kind !== 'rollback') return { pickedUp, pickedUpText, done: pickedUp, doneText: '' };
  return { pickedUp, pickedUpText, ...rollbackEffect(picture, pickedUp, seqAfter) };
}

/** A rollback is done when nobody that is heard runs a higher release any more. */
function rollbackEffect(
  { tier, view, expected }: TierPicture,
  pickedUp: boolean,
  seqAfter: Seq,
): Pick<IntentEffect, 'done' | 'doneText'> {
  const target = tier.directive?.target ?? 0;
  const above = expected.filter(({ rollout }) => rollout.committed > target).length;
  const isFinal = (tier.directive?.seq ?? 0) >= seqAfter;
  return {
    done: isFinal && pickedUp && view.status !== 'rolling-back',
    doneText: above === 0 ? 'no node runs a higher release' : `${above} still above it`,
  };
}

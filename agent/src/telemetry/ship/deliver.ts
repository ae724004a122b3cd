import { type Parcel } from '../spool/parcel.ts';
import { type PushAnswer } from './push-answer.ts';

export type Delivery =
  /** Nothing of the parcel is left to be sent; `refused` = samples or lines that the hub will never take. */
  { kind: 'done'; refused: number } | Exclude<PushAnswer, { kind: 'accepted' | 'refused' }>;

/** Pushes a parcel; one that is refused is halved once, so that one bad record takes half of it along at most. */
export async function deliver(parcel: Parcel, push: (parcel: Parcel) => Promise<PushAnswer>): Promise<Delivery> {
  const whole = await push(parcel);
  if (whole.kind === 'accepted') return { kind: 'done', refused: 0 };
  if (whole.kind !== 'refused') return whole;
  let refused = 0;
  for (const half of parcel.halves() ?? []) {
    const answer = await push(half);
    if (answer.kind === 'refused') refused += half.count;
    else if (answer.kind !== 'accepted') return answer;
  }
  return { kind: 'done', refused: parcel.count < 2 ? parcel.count : refused };
}

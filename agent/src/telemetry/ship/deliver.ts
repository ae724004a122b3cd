import { type Parcel } from '../spool/parcel.ts';
import { type Fault, type PushAnswer } from './push-answer.ts';

export type Delivery =
  /** Nothing of the parcel is left to be sent; `refused` = samples or lines that the hub will never take, and why. */
  { kind: 'done'; refused: number; fault?: Fault } | Exclude<PushAnswer, { kind: 'accepted' | 'refused' }>;

/** Pushes a parcel; one that is refused is halved once, so that one bad record takes half of it along at most. */
export async function deliver(parcel: Parcel, push: (parcel: Parcel) => Promise<PushAnswer>): Promise<Delivery> {
  const whole = await push(parcel);
  if (whole.kind === 'accepted') return { kind: 'done', refused: 0 };
  if (whole.kind !== 'refused') return whole;
  const halves = parcel.halves();
  if (halves === null) return { kind: 'done', refused: parcel.count, fault: faultOf(whole) };
  let done: Delivery & { kind: 'done' } = { kind: 'done', refused: 0 };
  for (const half of halves) {
    const answer = await push(half);
    if (answer.kind === 'refused') {
      done = { kind: 'done', refused: done.refused + half.count, fault: faultOf(answer) };
    } else if (answer.kind !== 'accepted') return answer;
  }
  return done;
}

function faultOf({ code, detail }: Fault): Fault {
  return { code, detail };
}

import { type DropReason } from '../drop-reason.ts';
import { type Range } from './ranges.ts';
import { type Readable, type SpooledRecord } from './spooled-record.ts';
import { type Fate } from './time-window.ts';

/** Bytes that one look at the spool passes over at most, so that it never holds up the agent. */
const LOOK_BYTES = 1_000_000;

/** Samples or lines that go no further, by reason. */
export type GivenUp = Partial<Record<DropReason, number>>;

export type Taken<T> =
  /** What fits one request, and what of the range is given up; without contents only the latter. */
  | { kind: 'batch'; range: Range; contents: T[]; count: number; givenUp: GivenUp }
  /** All up to there lies ahead of the time that the hub takes now. */
  | { kind: 'wait'; to: number };

/** Says what is to be done with a record. */
export interface Judge<T> {
  fateOf(record: Readable<T>): Fate | 'thinned';
  /** The record that was judged last goes into the batch. */
  taken(record: Readable<T>): void;
}

/** What to send first of a range's records; whole records, at least one. */
export function takeBatch<T>(range: Range, records: Iterable<SpooledRecord<T>>, judge: Judge<T>): Taken<T> {
  const contents: T[] = [];
  const givenUp: GivenUp = {};
  let { from: to } = range;
  let count = 0;
  let share = 0;
  let waits = false;
  const taken = (end: number): Taken<T> =>
    waits
      ? { kind: 'wait', to: end }
      : { kind: 'batch', range: { from: range.from, to: end }, contents, count, givenUp };

  for (const record of records) {
    const fate = record.readable ? judge.fateOf(record) : 'corrupt';
    if (to > range.from && (waits !== (fate === 'wait') || record.next - range.from > LOOK_BYTES)) return taken(to);
    if (fate === 'wait') waits = true;
    else if (fate !== 'send') givenUp[fate] = (givenUp[fate] ?? 0) + record.count;
    else if (record.readable) {
      const isFull = contents.length > 0 && share + record.share > 1;
      // What only gives up needs no answer of the hub, and is done with before anything is sent.
      if (isFull || (contents.length === 0 && to > range.from)) return taken(to);
      judge.taken(record);
      contents.push(record.content);
      count += record.count;
      share += record.share;
    }
    to = record.next;
  }
  return taken(range.to);
}

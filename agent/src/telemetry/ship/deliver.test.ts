import { describe, expect, it } from 'vitest';
import { type Parcel } from '../spool/parcel.ts';
import { deliver } from './deliver.ts';
import { type PushAnswer } from './push-answer.ts';

const ACCEPTED: PushAnswer = { kind: 'accepted' };
const REFUSED: PushAnswer = { kind: 'refused', code: 'ingest/bad', detail: '' };
const LATER: PushAnswer = { kind: 'later', afterMs: 5_000, code: 'ingest/store-down', detail: '' };

/** Records that are numbers. */
function parcelOf(records: readonly number[]): Parcel & { records: readonly number[] } {
  return {
    records,
    count: records.length,
    body: () => Promise.resolve(new Uint8Array()),
    halves() {
      if (records.length < 2) return null;
      const middle = Math.floor(records.length / 2);
      return [parcelOf(records.slice(0, middle)), parcelOf(records.slice(middle))];
    },
  };
}

async function delivered(
  records: readonly number[],
  answer: (records: readonly number[]) => PushAnswer,
): Promise<{ asked: (readonly number[])[]; delivery: Awaited<ReturnType<typeof deliver>> }> {
  const asked: (readonly number[])[] = [];
  const delivery = await deliver(parcelOf(records), (parcel) => {
    const given = (parcel as ReturnType<typeof parcelOf>).records;
    asked.push(given);
    return Promise.resolve(answer(given));
  });
  return { asked, delivery };
}

describe('a delivery', () => {
  it('is done when the whole is taken', async () => {
    const { asked, delivery } = await delivered([1, 2], () => ACCEPTED);
    expect(asked).toEqual([[1, 2]]);
    expect(delivery).toEqual({ kind: 'done', refused: 0 });
  });

  it('halves once what is refused, and gives up the half that is refused again', async () => {
    const { asked, delivery } = await delivered([1, 2, 3, 4], (records) => (records.includes(3) ? REFUSED : ACCEPTED));
    expect(asked).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(delivery).toEqual({ kind: 'done', refused: 2, fault: { code: 'ingest/bad', detail: '' } });
  });

  it('gives up a single record that is refused', async () => {
    const { delivery } = await delivered([1], () => REFUSED);
    expect(delivery).toEqual({ kind: 'done', refused: 1, fault: { code: 'ingest/bad', detail: '' } });
  });

  it('is not done while a half must come later', async () => {
    const { delivery } = await delivered([1, 2], (records) => (records.length === 2 ? REFUSED : LATER));
    expect(delivery).toEqual(LATER);
  });
});

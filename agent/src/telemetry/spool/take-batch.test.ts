import { describe, expect, it } from 'vitest';
import { type SpooledRecord } from './spooled-record.ts';
import { takeBatch, type Taken } from './take-batch.ts';
import { type Fate } from './time-window.ts';

type Told = Fate | 'thinned' | 'corrupt';

/** Records of ten bytes and a third of a request each. */
function take(fates: readonly Told[], share = 0.3): Taken<number> {
  const records = fates.map((fate, index): SpooledRecord<number> => {
    const next = (index + 1) * 10;
    if (fate === 'corrupt') return { readable: false, next, count: 2 };
    return { readable: true, next, firstMs: index, lastMs: index, count: 5, share, content: index };
  });
  return takeBatch({ from: 0, to: fates.length * 10 }, records, {
    fateOf: ({ content }) => fates[content] as Fate,
    taken: () => undefined,
  });
}

const batch = (to: number, contents: number[], givenUp = {}): Taken<number> => ({
  kind: 'batch',
  range: { from: 0, to },
  contents,
  count: contents.length * 5,
  givenUp,
});

describe('a batch', () => {
  it('takes what fits one request', () => {
    expect(take(['send', 'send', 'send', 'send'])).toEqual(batch(30, [0, 1, 2]));
  });

  it('takes at least one record, however large', () => {
    expect(take(['send', 'send'], 2)).toEqual(batch(10, [0]));
  });

  it('gives up what comes before the first record to send, without asking the hub', () => {
    expect(take(['expired', 'corrupt', 'send'])).toEqual(batch(20, [], { expired: 5, corrupt: 2 }));
  });

  it('goes over what is given up between records to send', () => {
    expect(take(['send', 'thinned', 'thinned', 'send'])).toEqual(batch(40, [0, 3], { thinned: 10 }));
  });

  it('ends before a record that must wait', () => {
    expect(take(['send', 'wait', 'send'])).toEqual(batch(10, [0]));
  });

  it('says how far must wait', () => {
    expect(take(['wait', 'wait', 'send'])).toEqual({ kind: 'wait', to: 20 });
    expect(take(['wait'])).toEqual({ kind: 'wait', to: 10 });
  });

  it('settles a range without records', () => {
    expect(take([])).toEqual(batch(0, []));
  });

  it('marks only what it took as taken', () => {
    const taken: number[] = [];
    const records = [0, 1].map((index): SpooledRecord<number> => ({
      ...{ readable: true, next: (index + 1) * 10, firstMs: 0, lastMs: 0, count: 1, share: 0.9, content: index },
    }));
    takeBatch({ from: 0, to: 20 }, records, { fateOf: () => 'send', taken: ({ content }) => taken.push(content) });
    expect(taken).toEqual([0]);
  });
});

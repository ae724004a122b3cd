import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWriteRequest } from '../../testing/write-request-decoder.ts';
import { type Sample } from '../sample.ts';
import { metricsParcel } from './metrics-parcel.ts';
import { firstSeriesName, seriesBounds } from './series-in.ts';
import { joinedSnappy, rawLengthOf, snappy, unsnappy } from './snappy.ts';
import { createRequestEncoder, MAX_REQUEST_BYTES, MAX_SAMPLES } from './write-request.ts';

const SENDER = { cluster: 'noderr', tier: 'ORACLE', node_id: `0x${'ab'.repeat(32)}` };

const sample: fc.Arbitrary<Sample> = fc.record({
  name: fc.stringMatching(/^[a-z_][a-z0-9_]{0,30}$/),
  labels: fc.dictionary(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/), fc.string({ unit: 'grapheme' }), {
    maxKeys: 5,
  }),
  value: fc.double(),
  timestampMs: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
});
const samples = fc.array(sample, { minLength: 1, maxLength: 20 });

function expected({ name, labels, value, timestampMs }: Sample): unknown {
  const named = Object.entries({ ...labels, ...SENDER, __name__: name }).filter(([, text]) => text !== '');
  return { labels: named.sort(([a], [b]) => (a < b ? -1 : 1)), samples: [{ value, timestampMs }] };
}

describe('a write request', () => {
  it('is read by a decoder of its own as what was measured, labels sorted, the sender as it is', () => {
    fc.assert(
      fc.property(samples, (measured) => {
        const { bytes, taken } = createRequestEncoder(SENDER)(measured);
        expect(taken).toBe(measured.length);
        expect(decodeWriteRequest(unsnappy(snappy(bytes)))).toEqual(measured.map(expected));
      }),
    );
  });

  it('takes as many samples as one push may have, and leaves the rest', () => {
    const measured = Array.from({ length: 2_500 }, (_, n) => ({
      ...{ name: 'a', labels: { n: String(n) }, value: n, timestampMs: 1 },
    }));
    const encode = createRequestEncoder(SENDER);
    expect(encode(measured).taken).toBe(MAX_SAMPLES);
    const large = measured.map((one) => ({ ...one, labels: { text: 'x'.repeat(2_000) } }));
    const { bytes, taken } = encode(large);
    expect(bytes.length).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
    expect(taken).toBe(Math.floor(MAX_REQUEST_BYTES / (bytes.length / taken)));
  });

  it('takes one sample, however large it is', () => {
    const huge = { name: 'a', labels: { text: 'x'.repeat(1_000_000) }, value: 1, timestampMs: 1 };
    expect(createRequestEncoder(SENDER)([huge, huge]).taken).toBe(1);
  });
});

describe('the series of a request', () => {
  it('are found without decoding them', () => {
    fc.assert(
      fc.property(samples, (measured) => {
        const { bytes } = createRequestEncoder(SENDER)(measured);
        const bounds = seriesBounds(bytes);
        expect(bounds).toHaveLength(measured.length + 1);
        expect(bounds.at(-1)).toBe(bytes.length);
        measured.forEach((one, index) => {
          expect(decodeWriteRequest(bytes.subarray(bounds[index], bounds[index + 1]))).toEqual([expected(one)]);
        });
      }),
    );
  });

  it('name their source, whatever the value and the time', () => {
    const encode = createRequestEncoder(SENDER);
    const nameOf = (one: Sample): string => firstSeriesName(encode([one]).bytes);
    fc.assert(
      fc.property(sample, fc.double(), fc.nat(), (one, value, timestampMs) => {
        expect(nameOf({ ...one, value, timestampMs })).toBe(nameOf(one));
        expect(nameOf({ ...one, name: `${one.name}x` })).not.toBe(nameOf(one));
      }),
    );
  });
});

describe('a parcel of metrics', () => {
  it('is its blocks joined, and its halves share them between them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(samples, { minLength: 1, maxLength: 4 }), async (frames) => {
        const encode = createRequestEncoder(SENDER);
        const blocks = frames.map((frame) => snappy(encode(frame).bytes));
        const all = frames.flat();
        const parcel = metricsParcel(blocks, all.length);
        const decoded = async (body: Promise<Uint8Array>): Promise<unknown[]> =>
          decodeWriteRequest(unsnappy(Buffer.from(await body)));
        expect(await decoded(parcel.body())).toEqual(all.map(expected));
        const halves = parcel.halves();
        if (halves === null) {
          expect(all).toHaveLength(1);
          return;
        }
        expect(halves.map(({ count }) => count)).toEqual([Math.floor(all.length / 2), Math.ceil(all.length / 2)]);
        const [first, second] = await Promise.all(halves.map((half) => decoded(half.body())));
        expect([...(first ?? []), ...(second ?? [])]).toEqual(all.map(expected));
      }),
    );
  });
});

describe('snappy', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 3_000 }),
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(4_000))
      .map(([part, times]) => Buffer.concat(Array.from({ length: times }, () => part))),
  );

  it('gives back what it took, and says how long that is', () => {
    fc.assert(
      fc.property(bytes, (raw) => {
        const block = snappy(Buffer.from(raw));
        expect(rawLengthOf(block)).toBe(raw.length);
        expect(unsnappy(block).equals(raw)).toBe(true);
      }),
    );
  });

  it('joins blocks without compressing anew', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (parts) => {
        const joined = joinedSnappy(parts.map((part) => snappy(Buffer.from(part))));
        expect(unsnappy(joined).equals(Buffer.concat(parts))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

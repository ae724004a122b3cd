import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, type Frame, frameAt, nextFrameAt, wholeFrameBytes } from './frame.ts';

const ms = fc.integer({ min: 0, max: 4_000_000_000_000 });
const frame: fc.Arbitrary<Frame> = fc
  .record({ firstMs: ms, lastMs: ms, payload: fc.uint8Array({ minLength: 1, maxLength: 200 }) })
  .map(({ payload, ...times }) => ({ ...times, count: payload.length, payload: Buffer.from(payload) }));

describe('a frame', () => {
  it('is read as it was written, whatever follows it', () => {
    fc.assert(
      fc.property(frame, fc.uint8Array({ maxLength: 50 }), (written, rest) => {
        const bytes = encodeFrame(written);
        expect(decodeFrame(Buffer.concat([bytes, rest]))).toEqual({
          kind: 'frame',
          frame: written,
          bytes: bytes.length,
        });
      }),
    );
  });

  it('with one wrong byte is none', () => {
    fc.assert(
      fc.property(frame, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, at, flip) => {
        const bytes = encodeFrame(written);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        expect(decodeFrame(bytes).kind).not.toBe('frame');
      }),
    );
  });

  it('that is not all there says how many bytes it wants', () => {
    fc.assert(
      fc.property(frame, fc.nat(), (written, cut) => {
        const bytes = encodeFrame(written);
        const found = decodeFrame(bytes.subarray(0, cut % bytes.length));
        expect(found.kind).toBe('partial');
        if (found.kind === 'partial') expect(found.bytes).toBeGreaterThan(cut % bytes.length);
      }),
    );
  });

  it.each([
    ['zeros', Buffer.alloc(64)],
    ['text', Buffer.from('{"ns":"1","service":"oracle","level":"info"}')],
  ])('does not begin with %s', (_, bytes) => {
    expect(decodeFrame(bytes).kind).toBe('none');
  });
});

describe('a segment of frames', () => {
  it('is whole up to where it was torn, or left as zeros by a power cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.nat(), fc.boolean(), (frames, at, zeros) => {
        const encoded = frames.map(encodeFrame);
        const all = Buffer.concat(encoded);
        const cut = at % all.length;
        const torn = zeros
          ? Buffer.concat([all.subarray(0, cut), Buffer.alloc(all.length - cut)])
          : all.subarray(0, cut);
        const ends = encoded.map((_, index) =>
          encoded.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0),
        );
        const whole = Math.max(
          0,
          ...ends.filter((end) => torn.subarray(0, end).equals(all.subarray(0, end)) && end <= torn.length),
        );
        expect(wholeFrameBytes(torn)).toBe(whole);
      }),
    );
  });

  it('keeps a damaged frame that whole ones follow, to be counted by its reader', () => {
    const frames = [1, 2, 3].map((n) => encodeFrame({ firstMs: n, lastMs: n, count: 1, payload: Buffer.from([n, n]) }));
    const bytes = Buffer.concat(frames);
    const inSecond = (frames[0]?.length ?? 0) + 29;
    bytes[inSecond] = 0xff;
    expect(wholeFrameBytes(bytes)).toBe(bytes.length);
  });

  it('is read on behind a damaged length, and to its end when it is opened again', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 3, maxLength: 6 }), fc.nat(3), fc.nat(31), (frames, byte, bit) => {
        const encoded = frames.map(encodeFrame);
        const bytes = Buffer.concat(encoded);
        const second = encoded[0]?.length ?? 0;
        const index = second + byte;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit & 7));
        const third = second + (encoded[1]?.length ?? 0);
        expect(nextFrameAt((at) => bytes.subarray(at), second, bytes.length)).toBe(third);
        expect(frameAt((at) => bytes.subarray(at), third)).toMatchObject({ kind: 'frame', frame: frames[2] });
        expect(wholeFrameBytes(bytes)).toBe(bytes.length);
      }),
    );
  });

  it('of which nothing can be read is given up at once', () => {
    let asked = 0;
    const unreadable = (): Buffer => {
      asked += 1;
      return Buffer.alloc(0);
    };
    expect(nextFrameAt(unreadable, 0, 8_000_000)).toBeNull();
    expect(asked).toBe(1);
  });
});

import fc from 'fast-check';
import { compress } from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { decompressSnappy } from './snappy-block.ts';

const MAX = 1_000_000;

const block = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const literal = (length: number): number => (length - 1) << 2;

describe('a Snappy block', () => {
  it('is what another implementation made of the text', () => {
    const words = fc.array(fc.constantFrom('noderr', 'a', 'metrics of a node', '\0\0\0\0\0\0\0\0'), { maxLength: 500 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 3_000 }),
          words.map((all) => Buffer.from(all.join(''))),
        ),
        (text) => {
          const compressed = compress(Buffer.from(text));
          expect(decompressSnappy(compressed, MAX)).toEqual(Buffer.from(text));
        },
      ),
    );
  });

  it('may hold more than 64 kB', () => {
    const text = Buffer.alloc(300_000, 'samples of a node, ');
    expect(decompressSnappy(compress(text), MAX)).toEqual(text);
  });

  it.each([
    ['literals of every length', block(3, literal(3), 1, 2, 3), [1, 2, 3]],
    ['a length in one more byte', block(2, 60 << 2, 1, 8, 9), [8, 9]],
    ['a length in four more bytes', block(2, 63 << 2, 1, 0, 0, 0, 8, 9), [8, 9]],
    ['a copy that overlaps itself', block(6, literal(1), 7, (1 << 2) | 1, 1), [7, 7, 7, 7, 7, 7]],
    ['a copy with two bytes of offset', block(4, literal(2), 1, 2, (1 << 2) | 2, 2, 0), [1, 2, 1, 2]],
    ['a copy with four bytes of offset', block(4, literal(2), 1, 2, (1 << 2) | 3, 2, 0, 0, 0), [1, 2, 1, 2]],
  ])('has %s', (_what, compressed, expected) => {
    expect([...decompressSnappy(compressed, MAX)]).toEqual(expected);
  });

  it.each([
    ['nothing', block()],
    ['a length that never ends', block(0x80, 0x80, 0x80, 0x80, 0x80, 0x80)],
    ['less than it says', block(5, literal(2), 1, 2)],
    ['more than it says', block(1, literal(2), 1, 2)],
    ['a literal beyond the end', block(9, literal(9), 1)],
    ['a literal whose length reads as a negative number', block(4, 63 << 2, 0xfa, 0xff, 0xff, 0xff)],
    ['a copy from before the beginning', block(5, literal(1), 1, 1, 2)],
    ['a copy from where it stands', block(5, literal(1), 1, 1, 0)],
    ['a copy that is cut off', block(5, literal(1), 1, 2, 1)],
    ['a copy beyond what it says', block(4, literal(1), 1, 1, 1)],
  ])('is refused with %s', (_what, compressed) => {
    expect(() => decompressSnappy(compressed, MAX)).toThrow(expect.objectContaining({ code: 'ingest/malformed' }));
  });

  it.each([
    ['one byte too many', block(...lengthOf(MAX + 1))],
    ['4 GB', block(0xff, 0xff, 0xff, 0xff, 0x0f)],
  ])('is refused before anything is allocated when it claims %s', (_what, compressed) => {
    expect(() => decompressSnappy(compressed, MAX)).toThrow(expect.objectContaining({ code: 'ingest/too-large' }));
  });

  it('of any bytes ends, in a text or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decompressSnappy(bytes, MAX).length).toBeLessThanOrEqual(MAX);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^ingest\/(malformed|too-large)$/) as string });
        }
      }),
    );
  });
});

function lengthOf(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...lengthOf(value >>> 7)];
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonStaysWithin } from './json-bounds.ts';

/** What a parser makes of a text, counted after the fact. */
function boundsOf(value: unknown): { depth: number; parts: number } {
  if (typeof value === 'string') return { depth: 0, parts: 1 };
  if (typeof value !== 'object' || value === null) return { depth: 0, parts: 0 };
  const members = Object.values(value).map(boundsOf);
  const names = Array.isArray(value) ? 0 : members.length;
  const commas = Math.max(0, members.length - 1);
  return {
    depth: 1 + Math.max(0, ...members.map(({ depth }) => depth)),
    parts: 1 + names + commas + members.reduce((sum, { parts }) => sum + parts, 0),
  };
}

describe('the bounds of a JSON text', () => {
  it('are those of the value that it stands for, whatever its strings hold', () => {
    const word = fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ',', 'a', '\n', 'é') });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(word, fc.integer(), fc.array(tie('value')), fc.dictionary(word, tie('value'))),
    }));
    fc.assert(
      fc.property(value, (made) => {
        const text = Buffer.from(JSON.stringify(made));
        const { depth, parts } = boundsOf(JSON.parse(text.toString()));
        expect(jsonStaysWithin(text, { depth, parts })).toBe(true);
        expect(jsonStaysWithin(text, { depth: depth - 1, parts })).toBe(false);
        expect(jsonStaysWithin(text, { depth, parts: parts - 1 })).toBe(false);
      }),
    );
  });

  it.each(['['.repeat(1_000), '{"a":'.repeat(1_000), `[${'{},'.repeat(1_000)}0]`, '""'.repeat(1_000)])(
    'are passed by %.12s…',
    (text) => {
      expect(jsonStaysWithin(Buffer.from(text), { depth: 6, parts: 900 })).toBe(false);
    },
  );

  it('are found in a text that is cut off in a string', () => {
    expect(jsonStaysWithin(Buffer.from('{"a'), { depth: 1, parts: 2 })).toBe(true);
    expect(jsonStaysWithin(Buffer.from('["a\\"'), { depth: 1, parts: 2 })).toBe(true);
  });
});

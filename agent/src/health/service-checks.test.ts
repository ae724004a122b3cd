import { describe, expect, it } from 'vitest';
import { type Instant } from '../clock.ts';
import { HeightMemory } from './height-memory.ts';
import { numberField } from './number-field.ts';

const at = (ms: number): Instant => ({ boot: 'b', ms });

describe('numbers in answers', () => {
  it.each([
    ['{"height":7}', 'height', 7],
    ['{"result":{"number":"0x1f"}}', 'result.number', 31],
    ['{"height":"12"}', 'height', 12],
    ['{"height":-1}', 'height', null],
    ['{"height":1.5}', 'height', null],
    ['[]', 'height', null],
    ['no json', 'height', null],
  ])('reads %s at %s as %s', (body, path, expected) => {
    expect(numberField(body, path)).toBe(expected);
  });
});

describe('the memory of heights', () => {
  it('knows nothing at the first look, and how long ago it rose after that', () => {
    const heights = new HeightMemory();
    expect(heights.sinceRise('a', 5, at(0))).toBeNull();
    expect(heights.sinceRise('a', 5, at(1000))).toBeNull();
    expect(heights.sinceRise('a', 6, at(2000))).toBe(0);
    expect(heights.sinceRise('a', 6, at(5000))).toBe(3000);
  });

  it('takes a new container for a new chain', () => {
    const heights = new HeightMemory();
    heights.sinceRise('a', 5, at(0));
    heights.sinceRise('a', 6, at(1));
    heights.keepOnly(new Set(['b']));
    expect(heights.sinceRise('a', 7, at(2))).toBeNull();
  });
});

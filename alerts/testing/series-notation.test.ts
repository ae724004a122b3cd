import { expect, it } from 'vitest';
import { seriesNotation } from './series-notation.ts';

it.each([
  [[1, 1, 1], '1x2'],
  [[0, 10], '0 10'],
  [[null, null, 1], '_x2 1'],
  [[1, null, 2], '1 stale 2'],
  [[1, null, null, null, 2, 2], '1 stale _x2 2x1'],
])('%j is written as %s', (samples, notation) => {
  expect(seriesNotation(samples)).toBe(notation);
});

import { expect, it } from 'vitest';
import { durationText } from './duration-text.ts';

it.each([
  [-3, '0 s'],
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [600, '10 min'],
  [601, '11 min'],
  [3599, '1 h'],
  [17_280, '4 h 48 min'],
  [47 * 3600, '47 h'],
  [50 * 3600, '2 d 2 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

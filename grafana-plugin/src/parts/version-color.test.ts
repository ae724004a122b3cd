import { Version } from '@noderr/protocol';
import { expect, it } from 'vitest';
import { versionColorIndex } from './version-color.ts';

const index = (text: string): number => versionColorIndex(Version.parse(text));

it('gives a version the same place every time and its neighbours another one', () => {
  expect(index('1.4.2')).toBe(index('1.4.2'));
  for (const [a, b] of [
    ['1.4.2', '1.4.3'],
    ['1.4.0', '1.5.0'],
    ['1.4.2', '1.5.0'],
    ['1.9.0', '2.0.0'],
  ] as const) {
    expect(index(a)).not.toBe(index(b));
  }
});

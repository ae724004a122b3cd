import { expect, it } from 'vitest';
import { shortId } from './identifier.ts';

it('shortens hex ids and leaves words alone', () => {
  expect(shortId(`0x7f3a${'0'.repeat(56)}91c4`)).toBe('7f3a…91c4');
  expect(shortId('oracle-001')).toBe('oracle-001');
});

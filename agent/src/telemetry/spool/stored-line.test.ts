import { describe, expect, it } from 'vitest';
import { decodeLine, encodeLine } from './stored-line.ts';

const line = {
  timestampMs: 1_764_000_000_123,
  service: 'oracle',
  level: 'info',
  line: 'ready',
  metadata: { height: '7' },
};

describe('a stored line', () => {
  it('has a time that no other line has, by its position', () => {
    const [first, second] = [5, 1_000_006].map((position) => decodeLine(encodeLine(line, position)));
    expect([first?.ns, second?.ns]).toEqual(['1764000000123000005', '1764000000123000006']);
    expect(first).toMatchObject({ service: 'oracle', level: 'info', line: 'ready', metadata: { height: '7' } });
  });

  it('whose source knows its nanoseconds is the same line wherever it lies', () => {
    const [first, second] = [5, 77].map((position) => encodeLine({ ...line, subMs: 42 }, position).toString());
    expect(first).toBe(second);
    expect(JSON.parse(first ?? '')).toMatchObject({ ns: '1764000000123000042' });
  });
});

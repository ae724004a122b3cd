import { describe, expect, it } from 'vitest';
import { type LogLine } from '../log-line.ts';
import { decodeLine, encodeLine } from './stored-line.ts';

const line = {
  timestampMs: 1_764_000_000_123,
  service: 'oracle',
  level: 'info',
  line: 'ready',
  metadata: { height: '7' },
};

/** As it is found again: without its line feed. */
function stored(given: LogLine, position: number): Buffer {
  return encodeLine(given, position).subarray(0, -1);
}

describe('a stored line', () => {
  it('has a time that no other line has, by its position', () => {
    const [first, second] = [5, 1_000_006].map((position) => decodeLine(stored(line, position)));
    expect([first?.ns, second?.ns]).toEqual(['1764000000123000005', '1764000000123000006']);
    expect(first).toMatchObject({ service: 'oracle', level: 'info', line: 'ready', metadata: { height: '7' } });
  });

  it('whose source knows its nanoseconds is the same line wherever it lies', () => {
    const [first, second] = [5, 77].map((position) => stored({ ...line, subMs: 42 }, position));
    expect(first).toEqual(second);
    expect(decodeLine(first ?? Buffer.alloc(0))).toMatchObject({ ns: '1764000000123000042' });
  });

  it('of which one bit is another is none', () => {
    const bytes = stored(line, 5);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const found = decodeLine(damaged);
      // the space behind the checksum says nothing
      expect(found === null || bit >> 3 === 8, `bit ${bit}`).toBe(true);
    }
  });
});

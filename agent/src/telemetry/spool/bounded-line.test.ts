import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LogLine } from '../log-line.ts';
import { boundedLine, CUT_FIELD } from './bounded-line.ts';

const line = (over: Partial<LogLine>): LogLine => ({
  ...{ timestampMs: 1, service: 'oracle', level: 'info', line: 'ready', metadata: { height: '7' } },
  ...over,
});

describe('a bounded line', () => {
  it('of ordinary size stays as it is', () => {
    expect(boundedLine(line({}))).toEqual(line({}));
  });

  it('has at most 16 kB, no half characters, and says how much was cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a', 'é', '€', '😀'),
        fc.integer({ min: 5_000, max: 20_000 }),
        (character, length) => {
          const text = character.repeat(length);
          const bounded = boundedLine(line({ line: text }));
          expect(text.startsWith(bounded.line)).toBe(true);
          expect(Buffer.byteLength(bounded.line)).toBeLessThanOrEqual(16_384);
          const cut = Buffer.byteLength(text) - Buffer.byteLength(bounded.line);
          expect(bounded.metadata[CUT_FIELD] ?? '0').toBe(String(cut));
          if (cut > 0) expect(Buffer.byteLength(bounded.line)).toBeGreaterThan(16_384 - 4);
        },
      ),
    );
  });

  it('has at most 32 fields of 1 kB, and marks those that were cut', () => {
    const metadata = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field_${n}`, 'x'.repeat(5_000)]));
    const bounded = boundedLine(line({ metadata }));
    expect(Object.keys(bounded.metadata)).toHaveLength(32);
    expect(Object.values(bounded.metadata).every((value) => value === `${'x'.repeat(1_021)}…`)).toBe(true);
  });

  it('has no half of a character, which a service may well name', () => {
    const text = (JSON.parse('"a\\ud83d b \\ude00"') as string).repeat(10);
    const bounded = boundedLine(line({ line: text, metadata: { [text]: text, long: text.repeat(1_000) } }));
    const whole = [bounded.line, ...Object.entries(bounded.metadata).flat()];
    expect(whole.filter((each) => !each.isWellFormed())).toEqual([]);
    expect(bounded.line).toBe('a\ufffd b \ufffd'.repeat(10));
    expect(Object.values(bounded.metadata)[0]).toBe(bounded.line);
  });
});

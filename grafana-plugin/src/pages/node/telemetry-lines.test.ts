import { describe, expect, it } from 'vitest';
import { telemetryLines } from './telemetry-lines.ts';

function lines(metrics: number | null, logs: number | null, droppedTotal = 0) {
  return telemetryLines({ place: 'updated', telemetry: { lagS: { metrics, logs }, droppedTotal } });
}

describe('the lines on telemetry', () => {
  it('are one while all of it arrives', () => {
    expect(lines(15, 0)).toEqual([{ tone: 'good', word: 'up to date' }]);
  });

  it('say so where nothing is shipped', () => {
    expect(telemetryLines({ place: 'updated', telemetry: null })).toEqual([{ tone: 'calm', word: 'not shipped' }]);
  });

  it('do not take the last word of a silent node for the present', () => {
    const telemetry = { lagS: { metrics: 0, logs: 0 }, droppedTotal: 0 };
    expect(telemetryLines({ place: 'silent', telemetry })).toEqual([{ tone: 'calm', word: 'unknown' }]);
  });

  it('name the signal that is behind, and warn where its alert would', () => {
    expect(lines(0, 300)).toEqual([
      { tone: 'good', word: 'metrics: up to date' },
      { tone: 'calm', word: 'logs: 5 m behind' },
    ]);
    expect(lines(86_400, 0)[0]).toEqual({ tone: 'warn', word: 'metrics: 1 d behind' });
  });

  it('do not pass a spool that cannot be read for one that is empty', () => {
    expect(lines(null, 0)[0]).toEqual({ tone: 'warn', word: 'metrics: spool not readable' });
  });

  it('count what was lost, also when nothing is behind', () => {
    expect(lines(0, 0, 1)).toEqual([
      { tone: 'good', word: 'up to date' },
      { tone: 'warn', word: '1 sample or line given up' },
    ]);
    expect(lines(0, 0, 12_345)[1]?.word).toMatch(/^12.345 samples and lines given up$/);
  });
});

import { describe, expect, it } from 'vitest';
import { type BackupTake, estimateFrom, NO_HISTORY, withTake } from './backup-history.ts';

const mount = { service: 'node', mountPath: '/data' };

function take(bytes: number, durationMs: number): BackupTake {
  return { bytes, durationMs, mounts: [{ ...mount, bytes }] };
}

describe('the estimate of a backup', () => {
  it('is empty before the first one', () => {
    expect(estimateFrom(NO_HISTORY, [mount])).toEqual({ bytes: 0, durationMs: 0 });
  });

  it('takes the last size and the slowest of the last three', () => {
    const takes = [take(1000, 100), take(500, 100), take(1000, 150), take(1000, 9000)];
    expect(estimateFrom({ lastSeq: 4, takes }, [mount])).toEqual({ bytes: 1000, durationMs: 200 });
  });

  it('knows nothing of a mount that was never backed up', () => {
    const history = { lastSeq: 1, takes: [take(1000, 100)] };
    expect(estimateFrom(history, [{ service: 'node', mountPath: '/other' }])).toEqual({ bytes: 0, durationMs: 0 });
  });

  it('does not divide by an empty backup', () => {
    expect(estimateFrom({ lastSeq: 1, takes: [take(0, 7)] }, [mount])).toEqual({ bytes: 0, durationMs: 7 });
  });
});

describe('the history', () => {
  it('keeps the last ten and the seq even where no length could be measured', () => {
    let history = NO_HISTORY;
    for (let seq = 1; seq <= 12; seq += 1) history = withTake(history, seq, take(seq, seq));
    expect(history.takes.map(({ bytes }) => bytes)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(withTake(history, 13, null)).toEqual({ ...history, lastSeq: 13 });
  });
});

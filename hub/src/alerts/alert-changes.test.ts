import { type Ms } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { alertChange } from './alert-changes.ts';
import { type ReceivedAlert } from './notification.ts';
import { type AlertTable } from './tables.ts';

const ms = (value: number): Ms => value as Ms;

function received(over: Partial<ReceivedAlert> = {}): ReceivedAlert {
  return {
    ...{ groupHash: 'g', fingerprint: 'f', status: 'firing', startsAt: ms(100), endsAt: null, name: 'A' },
    ...{ severity: 'critical', tier: 'ORACLE', nodeId: null, service: '', summary: '', action: 'pause' },
    ...over,
  };
}

/** The rows after these alerts came, each at its time. */
function after(...alerts: [ReceivedAlert, number][]): { rows: AlertTable[]; news: boolean[] } {
  const rows = new Map<number, AlertTable>();
  const news = alerts.map(([alert, now]) => {
    const change = alertChange(alert, [...rows.values()], ms(now));
    for (const row of change.rows) rows.set(row.starts_at, row);
    return change.news;
  });
  return { rows: [...rows.values()], news };
}

const resolved = (startsAt = 100, endsAt = 200): ReceivedAlert =>
  received({ status: 'resolved', startsAt: ms(startsAt), endsAt: ms(endsAt) });

describe('an alert', () => {
  it('is news once, and its repeats only say that it still fires', () => {
    const { rows, news } = after([received(), 110], [received(), 120], [received(), 130]);
    expect(news).toEqual([true, false, false]);
    expect(rows).toMatchObject([{ status: 'firing', first_seen_at: 110, last_seen_at: 130, pauses: 1 }]);
  });

  it('ends once, and does not begin again with the same start', () => {
    const { rows, news } = after([received(), 110], [resolved(), 210], [resolved(), 220], [received(), 230]);
    expect(news).toEqual([true, true, false, false]);
    expect(rows).toMatchObject([{ status: 'resolved', ends_at: 200, last_seen_at: 210 }]);
  });

  it('that fires anew is a new one, and the one before has ended', () => {
    const { rows, news } = after([received(), 110], [received({ startsAt: ms(300) }), 310]);
    expect(news).toEqual([true, true]);
    expect(rows).toMatchObject([
      { starts_at: 100, status: 'resolved', ends_at: 300 },
      { starts_at: 300, status: 'firing', first_seen_at: 310 },
    ]);
  });

  it('that comes late changes nothing', () => {
    const { rows, news } = after([received({ startsAt: ms(300) }), 310], [received(), 320], [resolved(), 330]);
    expect(news).toEqual([true, false, false]);
    expect(rows).toHaveLength(1);
  });

  it('is kept though its beginning was never told', () => {
    expect(after([resolved(), 210]).rows).toMatchObject([{ status: 'resolved', starts_at: 100, ends_at: 200 }]);
  });

  it.each([
    ['without a tier', { tier: null }],
    ['that asks for a resume', { action: 'resume' }],
    ['that asks in other letters', { action: 'Pause' }],
    ['that asks for nothing', { action: '' }],
  ] as [string, Partial<ReceivedAlert>][])('%s pauses nothing', (_what, over) => {
    expect(after([received(over), 110]).rows).toMatchObject([{ pauses: 0 }]);
  });
});

import { type Ms } from '@noderr/protocol';
import { rowOf } from './alert-repository.ts';
import { PAUSE, type ReceivedAlert } from './notification.ts';
import { type AlertTable } from './tables.ts';

/** What an alert of a notification changes: rows to save, and whether it is news or was told before. */
export interface AlertChange {
  rows: AlertTable[];
  news: boolean;
}

/**
 * Compares an alert with all the times that it is known to have fired. Alertmanager repeats itself and may call twice or
 * out of order: what was told before changes nothing but when it was last heard of, what has ended does not begin again
 * with the same start.
 */
export function alertChange(alert: ReceivedAlert, known: readonly AlertTable[], now: Ms): AlertChange {
  const same = known.find((row) => row.starts_at === alert.startsAt);
  if (same) {
    if (same.status === 'resolved') return { rows: [], news: false };
    if (alert.status === 'firing') return { rows: [{ ...same, last_seen_at: now }], news: false };
    return { rows: [ended(same, alert.endsAt ?? now, now)], news: true };
  }
  if (known.some((row) => row.starts_at > alert.startsAt)) return { rows: [], news: false };
  // It began anew, so it ended before, though nobody said so.
  const before = known.filter((row) => row.status === 'firing').map((row) => ended(row, alert.startsAt, now));
  return { rows: [...before, rowOf(alert, alert.action === PAUSE && alert.tier !== null, now)], news: true };
}

function ended(row: AlertTable, endsAt: Ms, now: Ms): AlertTable {
  return { ...row, status: 'resolved', ends_at: endsAt, last_seen_at: now };
}

import { type AlertList, type AlertQuery, type Ms, type NodeTier } from '@noderr/protocol';
import { type AuditSink } from '../audit-sink.ts';
import { type Clock } from '../clock.ts';
import { type Db } from '../database/database.ts';
import { alertChange } from './alert-changes.ts';
import { findAlerts, findFirings, findPausing, forgetAlerts, saveFiring } from './alert-repository.ts';
import { alertsOf, type Notification, PAUSE } from './notification.ts';
import { notificationText } from './notification-text.ts';

/** An alert that asks for a pause of its tier and still fires. */
export interface PauseAlert {
  readonly name: string;
  readonly summary: string;
  /** When it began; never later than the hub first heard of it, whatever it says. */
  readonly since: Ms;
}

/** What Alertmanager has told, and what is known of it. */
export interface AlertBook {
  /** Takes a notification in, with its audit entry if it holds news; how many of its alerts were news. */
  receive(notification: Notification, path: string): Promise<number>;
  list(query: AlertQuery): Promise<AlertList>;
  /** The alerts that ask for a pause of the tier now, oldest first. */
  pausing(tier: NodeTier): Promise<readonly PauseAlert[]>;
}

const HOUR_MS = 3_600_000;
/** Alertmanager repeats what still fires every 12 h at the latest: what it leaves out twice has ended. */
const LAPSED_AFTER_MS = 25 * HOUR_MS;
const FORGOTTEN_AFTER_MS = 30 * 24 * HOUR_MS;
const MAX_ROWS = 20_000;

export interface AlertBookDeps {
  db: Db;
  audit: AuditSink;
  clock: Clock;
  logger: { warn(fields: object, message: string): void };
}

export function createAlertBook({ db, audit, clock, logger }: AlertBookDeps): AlertBook {
  const lapsed = (): Ms => (clock.now() - LAPSED_AFTER_MS) as Ms;

  return {
    async receive(notification, path) {
      const alerts = alertsOf(notification);
      const now = clock.now();
      const news = await db.transaction().execute(async (transaction) => {
        const fingerprints = [...new Set(alerts.map(({ fingerprint }) => fingerprint))];
        const known = await findFirings(transaction, alerts[0]?.groupHash ?? '', fingerprints);
        const found = [];
        for (const alert of alerts) {
          const before = known.get(alert.fingerprint) ?? [];
          const { rows, news: isNews } = alertChange(alert, before, now);
          for (const row of rows) await saveFiring(transaction, row);
          const others = before.filter((row) => !rows.some(({ starts_at }) => starts_at === row.starts_at));
          known.set(alert.fingerprint, [...others, ...rows]);
          if (isNews) found.push(alert);
        }
        await forgetAlerts(transaction, (now - FORGOTTEN_AFTER_MS) as Ms, MAX_ROWS);
        if (found.length > 0) {
          const tiers = new Set(found.map(({ tier }) => tier));
          const [tier = null] = tiers.size === 1 ? tiers : [];
          const draft = { actor: { kind: 'system', name: 'alertmanager' }, action: 'alerts.received' } as const;
          await audit.append({ ...draft, tier, subject: path, reason: notificationText(found) }, transaction);
        }
        return found;
      });
      for (const { name, action } of news) {
        if (action !== '' && action !== PAUSE) logger.warn({ name, action }, 'an alert asks for what no alert can do');
      }
      return news.length;
    },
    async list(query) {
      return { now: clock.now(), alerts: await findAlerts(db, query, lapsed()) };
    },
    async pausing(tier) {
      const rows = await findPausing(db, tier, lapsed());
      return rows.map(({ name, summary, starts_at, first_seen_at }) => ({
        name,
        summary,
        since: Math.min(starts_at, first_seen_at) as Ms,
      }));
    },
  };
}

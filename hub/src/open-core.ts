import { type FastifyBaseLogger } from 'fastify';
import { createAlertBook } from './alerts/alert-book.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { type Clock } from './clock.ts';
import { type DatabasePlace } from './database/database-place.ts';
import { openDatabase } from './database/open-database.ts';
import { createTokens } from './enrolment/tokens.ts';
import { type EventLog, openEventLog } from './events/event-log.ts';
import { createNodeAdministration } from './fleet/administer-nodes.ts';
import { loadFleet } from './fleet/fleet-repository.ts';
import { startHeartbeatWriter } from './fleet/heartbeat-writer.ts';
import { createLiveFleet, type LiveFleet } from './fleet/live-fleet.ts';
import { type HubCore } from './hub-core.ts';
import { type KeyRing } from './identity/key-ring.ts';
import { loadKeys } from './identity/load-keys.ts';

/** The core with the parts that only node routes use. */
export interface OpenCore extends HubCore {
  readonly fleet: LiveFleet;
  readonly events: EventLog;
  readonly keys: KeyRing;
  close(): Promise<void>;
}

export interface CoreDeps {
  clock: Clock;
  logger: FastifyBaseLogger;
  /** Of the lock that only the hub that acts on a Postgres database has. */
  holderPid?: number | undefined;
}

/** Opens the database and brings back what it knows of the fleet. */
export async function openCore(place: DatabasePlace, { clock, logger, holderPid }: CoreDeps): Promise<OpenCore> {
  const db = await openDatabase(place, {
    holderPid,
    onLostConnection(reason) {
      logger.warn({ reason }, 'a connection to the database has ended');
    },
  });
  try {
    const audit = createAuditLog(db, clock);
    const keys = await loadKeys(db);
    const fleet = createLiveFleet(await loadFleet(db), clock.now());
    const events = await openEventLog({ db, keys, clock });
    const writer = startHeartbeatWriter(db, fleet, (error) => {
      logger.error({ err: error }, 'heartbeats could not be saved; they are tried again');
    });
    return {
      db,
      clock,
      logger,
      audit,
      alerts: createAlertBook({ db, audit, clock, logger }),
      keys,
      fleet,
      events,
      nodes: createNodeAdministration({ db, fleet, keys, audit, clock }),
      tokens: createTokens(db, { audit, clock }),
      async close() {
        try {
          await writer.close();
        } finally {
          await db.destroy();
        }
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

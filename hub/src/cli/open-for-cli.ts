import { type AuditLog, createAuditLog } from '../audit/audit-log.ts';
import { systemClock } from '../clock.ts';
import { type Db } from '../database/database.ts';
import { type DatabasePlace } from '../database/database-place.ts';
import { openDatabase } from '../database/open-database.ts';

/** Runs a command over the hub's database, beside a hub that may be running. */
export async function withDatabase<T>(place: DatabasePlace, run: (db: Db, audit: AuditLog) => Promise<T>): Promise<T> {
  const db = await openDatabase(place);
  try {
    return await run(db, createAuditLog(db, systemClock));
  } finally {
    await db.destroy();
  }
}

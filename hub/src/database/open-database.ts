import { type Db } from './database.ts';
import { type DatabasePlace } from './database-place.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { type PostgresDeps } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';

/** Opens the database and migrates it. */
export async function openDatabase(place: DatabasePlace, deps: PostgresDeps = {}): Promise<Db> {
  const db = place.kind === 'sqlite' ? openSqlite(place.file) : await openPostgres(place.url, deps);
  try {
    await migrate(db, migrations);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

/** Its driver is loaded only where it is needed. */
async function openPostgres(url: string, deps: PostgresDeps): Promise<Db> {
  const { openPostgres: open } = await import('./open-postgres.ts');
  return open(url, deps);
}

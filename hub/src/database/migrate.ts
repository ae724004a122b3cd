import { type Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DatabaseError } from './database-error.ts';

/** Brings the schema to its newest state; returns the names that were applied. */
export async function migrate<T>(db: Kysely<T>, migrations: Record<string, Migration>): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    // Areas grow apart from each other, so a new name may sort before one that has run.
    allowUnorderedMigrations: true,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  const failed = results.find((result) => result.status === 'Error');
  if (error !== undefined) {
    throw new DatabaseError(
      'database/migration-failed',
      `migrating the database (${failed?.migrationName ?? 'start'})`,
      {
        cause: error,
      },
    );
  }
  return results.map((result) => result.migrationName);
}

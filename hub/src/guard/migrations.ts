import { type Migration } from 'kysely/migration';

export const guardMigrations: Record<string, Migration> = {
  'guard-001-armed-tiers': {
    async up(db) {
      await db.schema
        .createTable('armed_tiers')
        .addColumn('tier', 'text', (column) => column.primaryKey())
        .addColumn('armed_at', 'bigint', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

import { createTransactionTables } from '@noderr/beacon/transactions';
import { type Migration } from 'kysely/migration';

const TIMES = ['confirmed_at', 'sent_at', 'mined_at', 'final_at', 'picked_up_at', 'done_at', 'failed_at'] as const;

export const actionMigrations: Record<string, Migration> = {
  'actions-001-intents': {
    async up(db) {
      let table = db.schema
        .createTable('intents')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('tier', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('actor_kind', 'text', (column) => column.notNull())
        .addColumn('actor_name', 'text', (column) => column.notNull())
        .addColumn('expected_rollout', 'bigint', (column) => column.notNull())
        .addColumn('expected_seq', 'bigint')
        .addColumn('to_id', 'bigint')
        .addColumn('cohort', 'bigint')
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('joined_to', 'text')
        .addColumn('seq_before', 'bigint')
        .addColumn('seq_after', 'bigint')
        .addColumn('tx_hash', 'text')
        .addColumn('tx_from', 'text')
        .addColumn('tx_block', 'bigint');
      for (const time of TIMES) table = table.addColumn(time, 'bigint');
      await table
        .addColumn('error_code', 'text')
        .addColumn('error_message', 'text')
        .addColumn('preview', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('intents_by_tier').on('intents').columns(['tier', 'created_at']).execute();
      await db.schema.createIndex('intents_by_transaction').on('intents').column('tx_hash').execute();
    },
  },
  // The tables are beacon's own; it adds what they lack by itself.
  'actions-002-transactions': { up: (db) => createTransactionTables(db) },
};

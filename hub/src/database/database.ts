import { type TransactionTables } from '@noderr/beacon/transactions';
import { type Kysely, type Transaction } from 'kysely';
import { type ActionTables } from '../actions/tables.ts';
import { type AlertTables } from '../alerts/tables.ts';
import { type AuditTables } from '../audit/tables.ts';
import { type ChainTables } from '../chain/tables.ts';
import { type EnrolmentTables } from '../enrolment/tables.ts';
import { type EventTables } from '../events/tables.ts';
import { type FleetTables } from '../fleet/tables.ts';
import { type GuardTables } from '../guard/tables.ts';

/**
 * All tables; each area declares its own in `<area>/tables.ts` and adds them here, its migrations in `migrations.ts`. Times are epoch milliseconds,
 * booleans 0 or 1, structures JSON text, so that the same SQL runs on SQLite and Postgres.
 */
export interface Database
  extends
    EnrolmentTables,
    FleetTables,
    EventTables,
    AuditTables,
    ChainTables,
    ActionTables,
    GuardTables,
    AlertTables,
    TransactionTables {}

export type Db = Kysely<Database>;
/** What a query takes so that the caller can put it into a transaction. */
export type DbOrTransaction = Db | Transaction<Database>;

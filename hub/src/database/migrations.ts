import { type Migration } from 'kysely/migration';
import { actionMigrations } from '../actions/migrations.ts';
import { alertMigrations } from '../alerts/migrations.ts';
import { auditMigrations } from '../audit/migrations.ts';
import { chainMigrations } from '../chain/migrations.ts';
import { enrolmentMigrations } from '../enrolment/migrations.ts';
import { eventMigrations } from '../events/migrations.ts';
import { fleetMigrations } from '../fleet/migrations.ts';
import { guardMigrations } from '../guard/migrations.ts';

/** Each area's migrations, named `<area>-NNN-what`; an area never touches another one's tables. */
export const migrations: Record<string, Migration> = {
  ...enrolmentMigrations,
  ...eventMigrations,
  ...fleetMigrations,
  ...auditMigrations,
  ...chainMigrations,
  ...actionMigrations,
  ...guardMigrations,
  ...alertMigrations,
};

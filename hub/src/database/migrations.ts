import { type Migration } from 'kysely/migration';
import { enrolmentMigrations } from '../enrolment/migrations.ts';
import { eventMigrations } from '../events/migrations.ts';
import { fleetMigrations } from '../fleet/migrations.ts';

/** Each area's migrations, named `<area>-NNN-what`; an area never touches another one's tables. */
export const migrations: Record<string, Migration> = {
  ...enrolmentMigrations,
  ...eventMigrations,
  ...fleetMigrations,
};

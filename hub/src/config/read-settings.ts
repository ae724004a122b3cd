import { parseOptions, readRawSettings, SettingsError, type SettingsSources } from '@noderr/settings';
import { type DatabasePlace } from '../database/database-place.ts';
import { crossFaults } from './cross-faults.ts';
import { readDatabaseSettings } from './database-settings.ts';
import { type HubOptions, naming, options } from './options.ts';
import { readSecretFiles, type Secrets } from './secret-files.ts';

export interface Settings extends Omit<HubOptions, 'databaseFile' | 'databaseUrlFile' | 'databaseUrl'> {
  /** May hold a password: never logged, never in an answer. */
  readonly database: DatabasePlace;
  readonly secrets: Secrets;
}

/** Reads file, environment and secret files; throws one `SettingsError` with all faults. */
export function readSettings(sources: SettingsSources): Settings {
  const { raw, faults: fileFaults } = readRawSettings(sources);
  const { values, faults } = parseOptions(options, naming, raw);
  const { secrets, faults: secretFaults } = readSecretFiles(values);
  const { database, faults: databaseFaults } = readDatabaseSettings(values);
  const all = [...fileFaults, ...faults, ...crossFaults(values), ...secretFaults, ...databaseFaults];
  if (all.length > 0) throw new SettingsError(all);
  return { ...(values as HubOptions), database, secrets };
}

/** For commands that only need the database: what is wrong with other options does not matter to them. */
export function readDatabasePlace(sources: SettingsSources): DatabasePlace {
  const { raw, faults: fileFaults } = readRawSettings(sources);
  const { databaseFile, databaseUrlFile, databaseUrl, plainHttpHosts } = options;
  const needed = { databaseFile, databaseUrlFile, databaseUrl, plainHttpHosts };
  const { values, faults } = parseOptions(needed, { ...naming, ignoreUnknown: true }, raw);
  const { database, faults: databaseFaults } = readDatabaseSettings(values);
  const all = [...fileFaults, ...faults, ...databaseFaults];
  if (all.length > 0) throw new SettingsError(all);
  return database;
}

import { parseOptions, readRawSettings, SettingsError, type SettingsSources } from '@noderr/settings';
import { crossFaults } from './cross-faults.ts';
import { type HubOptions, naming, options } from './options.ts';
import { readSecretFiles, type Secrets } from './secret-files.ts';

export interface Settings extends HubOptions {
  readonly secrets: Secrets;
}

/** Reads file, environment and secret files; throws one `SettingsError` with all faults. */
export function readSettings(sources: SettingsSources): Settings {
  const { raw, faults: fileFaults } = readRawSettings(sources);
  const { values, faults } = parseOptions(options, naming, raw);
  const { secrets, faults: secretFaults } = readSecretFiles(values);
  const all = [...fileFaults, ...faults, ...crossFaults(values), ...secretFaults];
  if (all.length > 0) throw new SettingsError(all);
  return { ...(values as HubOptions), secrets };
}

/** For commands that only need the database. */
export function readDatabaseFile(sources: SettingsSources): string {
  const { raw, faults } = readRawSettings(sources);
  const { databaseFile } = parseOptions(options, naming, raw).values;
  if (faults.length > 0 || databaseFile === undefined) {
    throw new SettingsError(faults.length > 0 ? faults : ['databaseFile: is not a path']);
  }
  return databaseFile;
}

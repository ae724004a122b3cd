import { parseOptions, readRawSettings, SettingsError, type SettingsSources } from '@noderr/settings';
import { ENV_PREFIX, options } from './options.ts';

/** Only where the agent's state lies: enough to speak to the running one, whatever else is wrong with the settings. */
export function readStateDir(sources: SettingsSources): string {
  const { raw, faults } = readRawSettings(sources);
  const { values } = parseOptions(options, { envPrefix: ENV_PREFIX, otherVariables: [`${ENV_PREFIX}CONFIG`] }, raw);
  if (values.stateDir === undefined) throw new SettingsError(faults.length > 0 ? faults : ['stateDir: is not usable']);
  return values.stateDir;
}

import {
  type OptionValues,
  parseOptions,
  readRawSettings,
  SettingsError,
  type SettingsSources,
} from '@noderr/settings';
import { ENV_PREFIX, options } from './options.ts';

type Values = OptionValues<typeof options>;

/** A few options alone, whatever else is wrong with the settings: enough to speak to an agent or to look at Docker. */
export function readOptions<Name extends keyof Values>(
  sources: SettingsSources,
  names: readonly Name[],
): Pick<Values, Name> {
  const { raw, faults } = readRawSettings(sources);
  const naming = { envPrefix: ENV_PREFIX, otherVariables: [`${ENV_PREFIX}CONFIG`] };
  const parsed = parseOptions(options, naming, raw);
  // a file that cannot be read leaves defaults, which would be those of another agent
  if (faults.length > 0) throw new SettingsError(faults);
  if (names.some((name) => !(name in parsed.values))) throw new SettingsError(parsed.faults);
  return parsed.values as Pick<Values, Name>;
}

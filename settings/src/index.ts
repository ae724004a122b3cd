export { isLoopback, plainUrlFault } from './loopback.ts';
export { envExample, type OptionDoc, optionDocs, settingsTable } from './option-docs.ts';
export {
  envNameOf,
  type OptionNaming,
  type Options,
  type OptionValues,
  parseOptions,
  type RawSources,
} from './parse-options.ts';
export { readPrivateFile } from './private-file.ts';
export { readRawSettings, type SettingsSources } from './raw-settings.ts';
export { SettingsError } from './settings-error.ts';
export { flag, integer, list, share } from './value-of-text.ts';

import { SettingsError, type SettingsSources } from '@noderr/settings';
import { type ServiceTemplate } from '../template/service-template.ts';
import { TemplateFile } from '../template/template-file.ts';
import { readJsonFile } from './json-file.ts';
import { readOptions } from './read-options.ts';

/** The template alone, whatever else is wrong with the settings. @throws SettingsError */
export function readTemplates(sources: SettingsSources): readonly ServiceTemplate[] {
  const faults: string[] = [];
  const { templateFile } = readOptions(sources, ['templateFile']);
  const templates = readJsonFile('templateFile', templateFile, TemplateFile, (more) => faults.push(...more));
  if (!templates) throw new SettingsError(faults);
  return templates;
}

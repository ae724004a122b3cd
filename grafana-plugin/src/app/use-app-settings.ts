import { usePluginContext } from '@grafana/data';
import { type AppSettings, parseAppSettings } from './app-settings.ts';

/** As they were when Grafana loaded the app. */
export function useAppSettings(): AppSettings {
  return parseAppSettings(usePluginContext()?.meta.jsonData);
}

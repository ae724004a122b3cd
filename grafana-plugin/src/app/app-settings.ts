import { z } from 'zod';

/** The plugin's own settings that every viewer may read. */
export const AppSettings = z.object({
  hubUrl: z.string().default('').catch(''),
  /** The hub as nodes reach it, where that is another address than Grafana's. */
  nodeHubUrl: z.string().default('').catch(''),
  /** Set by a provisioning file: the config page says that it will be overwritten. */
  provisioned: z.boolean().default(false).catch(false),
});
export type AppSettings = z.infer<typeof AppSettings>;

export function parseAppSettings(jsonData: unknown): AppSettings {
  return AppSettings.parse(typeof jsonData === 'object' && jsonData !== null ? jsonData : {});
}

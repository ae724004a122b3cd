import { z } from 'zod';
import { parseAppSettings, type AppSettings } from '../../app/app-settings.ts';

const Answer = z.object({
  enabled: z.boolean().default(true),
  pinned: z.boolean().default(true),
  jsonData: z.record(z.string(), z.unknown()).nullish(),
  secureJsonFields: z.record(z.string(), z.boolean()).nullish(),
});

/** The app's settings as Grafana holds them: of the secrets only whether there is one. */
export interface SavedSettings {
  enabled: boolean;
  pinned: boolean;
  settings: AppSettings;
  /** All of Grafana's `jsonData`, so that saving drops nothing that this page does not know. */
  jsonData: Readonly<Record<string, unknown>>;
  hasSecret: { read: boolean; admin: boolean };
}

/** Reads Grafana's answer; throws a ZodError where it is none. */
export function parseSavedSettings(answer: unknown): SavedSettings {
  const { enabled, pinned, jsonData, secureJsonFields } = Answer.parse(answer);
  return {
    enabled,
    pinned,
    settings: parseAppSettings(jsonData),
    jsonData: jsonData ?? {},
    hasSecret: { read: secureJsonFields?.['readSecret'] === true, admin: secureJsonFields?.['adminSecret'] === true },
  };
}

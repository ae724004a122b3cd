import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type RawSources } from './parse-options.ts';

/** Where a program's settings come from. */
export interface SettingsSources {
  /** A JSON file, where one was named. */
  configFile: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/** Reads the file; what is wrong with it is a fault beside the others. */
export function readRawSettings({ configFile, env }: SettingsSources): { raw: RawSources; faults: string[] } {
  if (configFile === undefined) return { raw: { file: {}, env }, faults: [] };
  try {
    const file = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(configFile, 'utf8')));
    return { raw: { file, env }, faults: [] };
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it is not a JSON object' : String(error);
    return { raw: { file: {}, env }, faults: [`${configFile}: cannot be read as settings: ${why}`] };
  }
}

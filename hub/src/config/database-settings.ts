import { readPrivateFile } from '@noderr/settings';
import { type DatabasePlace } from '../database/database-place.ts';
import { databaseUrlFault, plainDatabaseFault } from './database-url.ts';
import { type HubOptions } from './options.ts';

const DEFAULT_FILE = '.noderr/hub.sqlite';
const OPTIONS = ['databaseFile', 'databaseUrlFile', 'databaseUrl'] as const;

type Values = Partial<Pick<HubOptions, (typeof OPTIONS)[number] | 'plainHttpHosts'>>;

/** Where the hub's data is; at most one option names it. */
export function readDatabaseSettings(values: Values): { database: DatabasePlace; faults: string[] } {
  const named = OPTIONS.filter((name) => values[name] !== undefined);
  const faults = named.length > 1 ? [`${named.join(', ')}: only one of them can be set`] : [];
  if (values.databaseUrlFile !== undefined) return postgres('databaseUrlFile', ...readUrl(values.databaseUrlFile));
  if (values.databaseUrl !== undefined) return postgres('databaseUrl', values.databaseUrl, []);
  return { database: { kind: 'sqlite', file: values.databaseFile ?? DEFAULT_FILE }, faults };

  function postgres(
    name: string,
    url: string,
    found: readonly string[],
  ): { database: DatabasePlace; faults: string[] } {
    const plain = plainDatabaseFault(url, values.plainHttpHosts ?? []);
    const all = [...faults, ...found, ...(plain === undefined ? [] : [`${name}: ${plain}`])];
    return { database: { kind: 'postgres', url }, faults: all };
  }
}

function readUrl(path: string): [url: string, faults: string[]] {
  const { content, faults } = readPrivateFile('databaseUrlFile', path);
  const url = content.trim();
  if (faults.length > 0) return [url, faults];
  const fault = databaseUrlFault(url);
  return [url, fault === undefined ? [] : [`databaseUrlFile: ${path}: ${fault}`]];
}

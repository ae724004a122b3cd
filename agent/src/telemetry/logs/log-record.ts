import { stripVTControlCharacters } from 'node:util';
import { redactJson, redactText } from '@noderr/telemetry';
import { type LogLine } from '../log-line.ts';

/** A line of a service without its time and its sender. */
export type LogRecord = Pick<LogLine, 'level' | 'line' | 'metadata'>;

/** Names of levels that pino has; others are told by their first letters. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
type Level = (typeof LEVELS)[number];
/** pino's numbers are ten times these places, from 1 on. */
const LEVEL_STEP = 10;

/** Time and level have places of their own; who wrote the line is said by the agent alone. */
const NO_METADATA = new Set(
  'time timestamp ts level severity message msg pid hostname v service cluster tier node_id'.split(' '),
);
/** `level=warn`, `"level":"warn"`, or a word in capitals at the beginning, after a time at most. */
const TOLD_LEVEL = /\b(?:level|lvl|severity)["']?[=:] ?["']?([a-z]{3,8})\b/i;
const FIRST_WORD =
  /^[^A-Za-z]{0,40}(?:T[\d:.]{5,20}Z?[^A-Za-z]{0,5})?(TRACE|DEBUG|DBUG|INFO|WARN|WARNING|ERROR|EROR|CRIT|FATAL)\b/;

/**
 * Reads a line. JSON as pino writes it becomes level, message and fields; any other line stands for itself. Standard
 * error is no level: many programs write everything there.
 */
export function logRecordOf(text: string): LogRecord {
  const fields = text.startsWith('{') ? jsonFields(redactJson(text)) : null;
  if (fields === null) {
    const line = redactText(stripVTControlCharacters(text));
    return { level: toldLevel(line), line, metadata: {} };
  }
  const message = fields.message ?? fields.msg;
  return {
    level: levelOf(fields.level ?? fields.severity),
    line: typeof message === 'string' ? message : JSON.stringify(fields),
    metadata: typeof message === 'string' ? metadataOf(fields) : {},
  };
}

function jsonFields(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function toldLevel(line: string): Level {
  return levelOf((TOLD_LEVEL.exec(line) ?? FIRST_WORD.exec(line))?.[1]);
}

function levelOf(told: unknown): Level {
  if (typeof told === 'number') {
    const place = Math.floor(told / LEVEL_STEP) - 1;
    return LEVELS[Math.min(Math.max(place, 0), LEVELS.length - 1)] ?? 'info';
  }
  const word = typeof told === 'string' ? told.toLowerCase() : '';
  const named = LEVELS.find((level) => word.startsWith(level));
  if (named !== undefined) return named;
  if (/^(err|eror)/.test(word)) return 'error';
  if (/^(crit|emerg|alert|panic|fatl)/.test(word)) return 'fatal';
  return /^(dbug|dbg)/.test(word) ? 'debug' : 'info';
}

function metadataOf(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(fields)
    .filter(([name, value]) => !NO_METADATA.has(metadataName(name)) && value !== null && value !== '')
    .map(([name, value]) => [metadataName(name), metadataValue(value)] as const);
  return Object.fromEntries(entries);
}

/** As Loki takes them. */
function metadataName(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z_]/.test(clean) ? clean : `_${clean}`;
}

function metadataValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

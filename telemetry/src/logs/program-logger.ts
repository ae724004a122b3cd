import { destination, type DestinationStream, type Logger, pino } from 'pino';
import { REDACTED } from '../redaction/redact-text.ts';
import { LOG_SHAPE } from './log-shape.ts';

/** Fields that may carry a secret; headers in brackets, as pino wants them. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'credentials',
  'joinToken',
  'keystore',
  'password',
  'privateKey',
  'secret',
  'secrets',
  'token',
  '["x-noderr-secret"]',
  '["x-grafana-id"]',
];

const SECRET_PATHS = SECRET_FIELDS.flatMap((field) => {
  const below = field.startsWith('[') ? field : `.${field}`;
  return [field, `*${below}`, `*.*${below}`];
});

export interface ProgramLog {
  /** The least level that is logged. */
  level: string;
  /** Of each line. */
  fields: Readonly<Record<string, string>>;
  /** Standard output where it is left out. */
  stream?: DestinationStream | undefined;
  /** Hears each line as it is written, without its line break. */
  onLine?: ((line: string) => void) | undefined;
}

/**
 * The log of a program of ours, which knows what it logs: fields of the first three levels are redacted by their names
 * alone, so that ids and hashes stay whole in messages. What a service logs goes through `createTelemetry`.
 */
export function createProgramLogger({ level, fields, stream, onLine }: ProgramLog): Logger {
  return pino(
    {
      ...LOG_SHAPE,
      level,
      base: fields,
      redact: { paths: SECRET_PATHS, censor: REDACTED },
      hooks: {
        streamWrite(line) {
          onLine?.(line.trimEnd());
          return line;
        },
      },
    },
    stream ?? destination({ sync: true }),
  );
}

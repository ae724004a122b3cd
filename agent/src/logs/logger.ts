import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

export type { Logger };

/** Fields that never reach a log, at any depth that we log. */
const REDACTED = ['authorization', 'joinToken', 'password', 'token', 'secret', 'privateKey', 'credentials'];

/** JSON lines on stdout: a static message plus fields. */
export function createLogger(level: string, fields: Readonly<Record<string, string>> = {}): Logger {
  return pino(
    {
      level,
      base: fields,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      messageKey: 'message',
    },
    destination({ sync: true }),
  );
}

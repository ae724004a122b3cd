import { destination, pino, stdTimeFunctions, type Logger } from 'pino';
import { type LogTap } from './log-tap.ts';

export type { Logger };

/** Fields that never reach a log, at any depth that we log. */
const REDACTED = ['authorization', 'joinToken', 'password', 'token', 'secret', 'privateKey', 'credentials'];

/** JSON lines on stdout: a static message plus fields; the tap hears them too. */
export function createLogger(level: string, fields: Readonly<Record<string, string>> = {}, tap?: LogTap): Logger {
  return pino(
    {
      level,
      base: fields,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      messageKey: 'message',
      hooks: {
        streamWrite(line) {
          tap?.tell(line.trimEnd());
          return line;
        },
      },
    },
    destination({ sync: true }),
  );
}

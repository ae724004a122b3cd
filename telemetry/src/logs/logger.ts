import {
  destination,
  type DestinationStream,
  type Logger,
  type LoggerOptions,
  pino,
  stdSerializers,
  stdTimeFunctions,
} from 'pino';
import { redactJson } from '../redaction/redact-json.ts';

export type { Logger };

/** JSON lines, a static message plus fields; every line is redacted as a whole just before it is written. */
export function createLogger(service: string, level: string, stream?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
    hooks: { streamWrite: (line) => `${redactJson(line)}\n` },
  };
  return pino(options, stream ?? destination({ sync: true }));
}

import { destination, type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { redactJson } from '../redaction/redact-json.ts';
import { LOG_SHAPE } from './log-shape.ts';

export type { Logger };

/** The log of a service: every line is redacted as a whole just before it is written. */
export function createLogger(service: string, level: string, stream?: DestinationStream): Logger {
  return pino(
    {
      ...LOG_SHAPE,
      level,
      base: { service },
      serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
      hooks: { streamWrite: (line) => `${redactJson(line)}\n` },
    },
    stream ?? destination({ sync: true }),
  );
}

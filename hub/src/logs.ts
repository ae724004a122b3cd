import { type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';

/** Fields that may carry a secret, wherever they turn up in the first levels of a log line. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secrets',
  'token',
  'joinToken',
  'keystore',
  'privateKey',
  '["x-noderr-secret"]',
  '["x-grafana-id"]',
];

/** JSON lines on stdout (or the given stream), shaped as the agent's are, secrets redacted. */
export function createLogger(level: string, stream?: { write(line: string): void }): Logger {
  const under = (field: string): string => (field.startsWith('[') ? `*${field}` : `*.${field}`);
  const paths = SECRET_FIELDS.flatMap((field) => [field, under(field), `*${under(field).replace(/^\*/, '.*')}`]);
  const options: LoggerOptions = {
    level,
    base: { service: 'noderr-hub' },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    messageKey: 'message',
    redact: { paths, censor: '[redacted]' },
  };
  return stream ? pino(options, stream) : pino(options);
}

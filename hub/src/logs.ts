import { type Logger, pino } from 'pino';

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

/** JSON lines on stdout (or the given stream), secrets redacted. */
export function createLogger(level: string, stream?: { write(line: string): void }): Logger {
  const under = (field: string): string => (field.startsWith('[') ? `*${field}` : `*.${field}`);
  const paths = SECRET_FIELDS.flatMap((field) => [field, under(field), `*${under(field).replace(/^\*/, '.*')}`]);
  const options = { level, base: { service: 'noderr-hub' }, redact: { paths, censor: '[redacted]' } };
  return stream ? pino(options, stream) : pino(options);
}

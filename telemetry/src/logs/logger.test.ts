import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from './logger.ts';

function written(log: (logger: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  log(createLogger('trader', 'info', { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the logger', () => {
  it('writes one JSON line with time, level, service and message', () => {
    const [line] = written((logger) => {
      logger.info({ port: 8080 }, 'listening');
    });
    expect(line).toMatchObject({ level: 'info', service: 'trader', port: 8080, message: 'listening' });
    expect(line?.time).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  });

  it('lets no secret out by a field, a binding, a message, or an error and its cause', () => {
    const error = new Error('cannot open postgres://hub:hunter2@db/x', { cause: new Error('password=hunter2') });
    const lines = written((logger) => {
      logger.info({ deep: [{ token: 'hunter2' }] }, 'a field');
      logger.child({ apiKey: 'hunter2' }).info('a binding');
      logger.info('connecting to %s', 'amqp://q:hunter2@mq');
      logger.error(error);
      logger.error({ error }, 'failed');
    });
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      expect(JSON.stringify(line)).not.toContain('hunter2');
      expect(JSON.stringify(line)).toContain('[redacted]');
    }
  });
});

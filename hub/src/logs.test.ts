import { describe, expect, it } from 'vitest';
import { createLogger } from './logs.ts';

describe('the log', () => {
  it("bears the hub's name and no secret", () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line) => lines.push(line) });
    logger.info({ nodeId: '0xabc', req: { headers: { 'x-noderr-secret': 'hunter2' } } }, 'a message');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { service: 'noderr-hub', nodeId: '0xabc', req: { headers: { 'x-noderr-secret': '[redacted]' } } },
    ]);
  });
});
